package org.orrery.base.setting;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

/**
 * The values of one session: the node's, those of its database and role, its start-up packet's, and
 * what {@code SET} changed, which is undone with its transaction or savepoint.
 *
 * <p>Thread: the session's.
 */
public final class SessionSettings implements SettingView {

  private final ServerSettings server;
  private final boolean isSuperuser;

  /** Values from before the session's first statement; what RESET goes back to. */
  private final Map<String, SettingValue> initial = new HashMap<>();

  /** Facts the session itself keeps, over which nobody has a say. */
  private final Map<String, SettingValue> facts = new HashMap<>();

  private State state = new State(Map.of(), Map.of());

  /** One entry for each open transaction or savepoint: the state to go back to. */
  private final Deque<State> undo = new ArrayDeque<>();

  private final Map<String, String> lastReported = new HashMap<>();

  /** A session that has not been started. */
  public SessionSettings(ServerSettings server, boolean isSuperuser) {
    this.server = server;
    this.isSuperuser = isSuperuser;
  }

  /**
   * Applies one value from before the session's first statement ({@link SettingSource#DATABASE} to
   * {@link SettingSource#CLIENT}, in their order).
   */
  public void setInitial(String name, String text, SettingSource source) {
    Setting setting = server.registry().resolve(name);
    checkContext(setting, name, true);
    String key = SettingsRegistry.key(setting.name());
    initial.put(key, ValueReader.read(setting, name, text, currentText(setting), source));
  }

  /** Records a fact such as {@code is_superuser} or the isolation of the running transaction. */
  public void setFact(String name, String text) {
    Setting setting = server.registry().resolve(name);
    facts.put(
        SettingsRegistry.key(setting.name()),
        ValueReader.read(setting, name, text, currentText(setting), SettingSource.COMPUTED));
  }

  /** Forgets a fact, so that the setting's ordinary value counts again. */
  public void clearFact(String name) {
    facts.remove(SettingsRegistry.key(name));
  }

  /**
   * {@code SET name = value}.
   *
   * @param isLocal whether it ends with the transaction
   * @throws OrreryException {@code 42704} unknown, {@code 22023} not a value of the setting, {@code
   *     55P02} not changeable now, {@code 42501} for superusers only
   */
  public void set(String name, String text, boolean isLocal) {
    Setting setting = server.registry().resolve(name);
    checkContext(setting, name, false);
    put(
        setting,
        ValueReader.read(setting, name, text, currentText(setting), SettingSource.SESSION),
        isLocal);
  }

  /** {@code SET name = a, b}: the list as one text, quoted as the setting wants it. */
  public void set(String name, List<String> parts, boolean isLocal) {
    set(name, flatten(server.registry().resolve(name), parts), isLocal);
  }

  private static String flatten(Setting setting, List<String> parts) {
    if (setting.is(Setting.Flag.QUOTED_LIST)) {
      return String.join(", ", parts.stream().map(IdentifierList::quote).toList());
    }
    if (parts.size() != 1 && !setting.is(Setting.Flag.LIST)) {
      throw OrreryException.of(
          SqlState.INVALID_PARAMETER_VALUE, "SET %s takes only one argument", setting.name());
    }
    return String.join(", ", parts);
  }

  /** {@code RESET name} and {@code SET name = DEFAULT}. */
  public void reset(String name, boolean isLocal) {
    Setting setting = server.registry().resolve(name);
    checkContext(setting, name, false);
    SettingValue value = resetValue(setting);
    put(setting, value == null ? new SettingValue("", 0, SettingSource.SESSION) : value, isLocal);
  }

  /** {@code RESET ALL}. */
  public void resetAll() {
    Map<String, SettingValue> kept = new HashMap<>();
    state.session.forEach(
        (key, value) -> {
          Setting setting = server.registry().find(key);
          if (setting != null && setting.is(Setting.Flag.NO_RESET_ALL)) {
            kept.put(key, value);
          }
        });
    state = new State(kept, Map.of());
  }

  private void put(Setting setting, SettingValue value, boolean isLocal) {
    String key = SettingsRegistry.key(setting.name());
    Map<String, SettingValue> session = new HashMap<>(state.session);
    Map<String, SettingValue> local = new HashMap<>(state.local);
    if (isLocal) {
      local.put(key, value);
    } else {
      session.put(key, value);
      local.remove(key);
    }
    state = new State(session, local);
  }

  private void checkContext(Setting setting, String name, boolean isStarting) {
    switch (setting.context()) {
      case INTERNAL -> throw unchangeable("parameter \"" + name + "\" cannot be changed");
      case POSTMASTER ->
          throw unchangeable(
              "parameter \"" + name + "\" cannot be changed without restarting the server");
      case SIGHUP -> throw unchangeable("parameter \"" + name + "\" cannot be changed now");
      case SUPERUSER_BACKEND, BACKEND -> {
        if (!isStarting) {
          throw unchangeable("parameter \"" + name + "\" cannot be set after connection start");
        }
      }
      case SUPERUSER, USER -> {}
    }
    boolean isForSuperusers =
        setting.context() == SettingContext.SUPERUSER
            || setting.context() == SettingContext.SUPERUSER_BACKEND;
    if (isForSuperusers && !isSuperuser) {
      throw OrreryException.of(
          SqlState.INSUFFICIENT_PRIVILEGE, "permission denied to set parameter \"%s\"", name);
    }
  }

  private static OrreryException unchangeable(String message) {
    return OrreryException.of(SqlState.CANT_CHANGE_RUNTIME_PARAM, "%s", message);
  }

  /** A transaction or savepoint begins. */
  public void push() {
    undo.push(state);
  }

  /** The innermost transaction or savepoint ends with its changes kept. */
  public void commit() {
    undo.pop();
    if (undo.isEmpty()) {
      state = new State(state.session, Map.of());
    }
  }

  /** The innermost transaction or savepoint ends with its changes undone. */
  public void rollback() {
    state = undo.pop();
  }

  /** How many transactions and savepoints are open. */
  public int depth() {
    return undo.size();
  }

  /**
   * Reported settings whose value is another than when last asked, with that value as shown; all of
   * them the first time.
   */
  public Map<String, String> drainReports() {
    Map<String, String> changed = new LinkedHashMap<>();
    for (Setting setting : server.registry().reported()) {
      String shown = show(setting.name());
      if (!shown.equals(lastReported.put(setting.name(), shown))) {
        changed.put(setting.name(), shown);
      }
    }
    return changed;
  }

  @Override
  public SettingsRegistry registry() {
    return server.registry();
  }

  @Override
  public SettingValue value(String name) {
    SettingValue value = find(name);
    if (value == null) {
      throw SettingsRegistry.unrecognized(name);
    }
    return value;
  }

  /** The value that counts, or null when the name is neither declared nor set. */
  public @Nullable SettingValue find(String name) {
    Setting declared = server.registry().find(name);
    String key = SettingsRegistry.key(declared == null ? name : declared.name());
    for (Map<String, SettingValue> layer : List.of(facts, state.local, state.session, initial)) {
      SettingValue value = layer.get(key);
      if (value != null) {
        return value;
      }
    }
    return server.find(name);
  }

  /** What RESET goes back to; null for an application's setting that was never set before. */
  public @Nullable SettingValue resetValue(Setting setting) {
    SettingValue value = initial.get(SettingsRegistry.key(setting.name()));
    return value == null ? server.find(setting.name()) : value;
  }

  @Override
  public Setting setting(String name) {
    if (find(name) == null) {
      throw SettingsRegistry.unrecognized(name);
    }
    return server.registry().resolve(name);
  }

  @Override
  public Collection<Setting> listed() {
    Map<String, Setting> listed = new TreeMap<>();
    for (Setting setting : server.listed()) {
      listed.put(SettingsRegistry.key(setting.name()), setting);
    }
    for (Map<String, SettingValue> layer : List.of(initial, state.session, state.local)) {
      for (String key : layer.keySet()) {
        Setting setting = server.registry().resolve(key);
        if (!setting.is(Setting.Flag.HIDDEN)) {
          listed.putIfAbsent(key, setting);
        }
      }
    }
    return new ArrayList<>(listed.values());
  }

  private String currentText(Setting setting) {
    SettingValue current = find(setting.name());
    return current == null ? "" : current.text();
  }

  /** What SET changed; both maps are never changed themselves. */
  private record State(Map<String, SettingValue> session, Map<String, SettingValue> local) {}
}
