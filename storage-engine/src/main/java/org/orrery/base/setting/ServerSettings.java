package org.orrery.base.setting;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

/**
 * The values of the node: built-in, configuration file, {@code ALTER SYSTEM}, environment, command
 * line, each overruling those before it.
 *
 * <p>Thread: any. Readers see one consistent set; a reload swaps it whole.
 */
public final class ServerSettings implements SettingView {

  /** Beginning of the environment variables that set something. */
  public static final String ENVIRONMENT_PREFIX = "ORRERY_";

  private final SettingsRegistry registry;
  private volatile Snapshot snapshot;

  private ServerSettings(SettingsRegistry registry, Snapshot snapshot) {
    this.registry = registry;
    this.snapshot = snapshot;
  }

  /** The values at start. {@code layers} go from weak to strong by {@link SettingSource}. */
  public static ServerSettings at(
      SettingsRegistry registry, Map<SettingSource, Map<String, String>> layers) {
    return new ServerSettings(registry, Snapshot.of(registry, layers));
  }

  /** Values of the environment under the names of settings; variables of other names are left. */
  public static Map<String, String> fromEnvironment(
      SettingsRegistry registry, Map<String, String> environment) {
    Map<String, String> values = new TreeMap<>();
    for (Setting setting : registry.all()) {
      String variable =
          ENVIRONMENT_PREFIX + setting.name().toUpperCase(Locale.ROOT).replace('.', '_');
      String value = environment.get(variable);
      if (value != null) {
        values.put(SettingsRegistry.key(setting.name()), value);
      }
    }
    return values;
  }

  /**
   * Reads the files again. Only settings that may change while the server runs take their new
   * value.
   *
   * @return names whose new value waits for a restart
   */
  public synchronized List<String> reload(Map<String, String> file, Map<String, String> system) {
    Map<SettingSource, Map<String, String>> layers = new EnumMap<>(snapshot.layers);
    layers.put(SettingSource.FILE, Map.copyOf(file));
    layers.put(SettingSource.SYSTEM_FILE, Map.copyOf(system));
    Snapshot next = Snapshot.of(registry, layers);
    List<String> pending = new ArrayList<>();
    for (Setting setting : registry.all()) {
      String key = SettingsRegistry.key(setting.name());
      if (setting.context() == SettingContext.POSTMASTER) {
        SettingValue old = snapshot.get(setting);
        if (!old.text().equals(next.get(setting).text())) {
          pending.add(setting.name());
          next.values.put(key, old);
        }
      }
    }
    snapshot = next;
    return pending;
  }

  /**
   * The values that {@code ALTER SYSTEM} should write after one more change; the caller writes
   * {@link ConfFile#render} of them.
   *
   * @param value null for RESET
   */
  public Map<String, String> afterAlterSystem(String name, @Nullable String value) {
    Setting setting = registry.find(name);
    if (setting == null) {
      throw SettingsRegistry.unrecognized(name);
    }
    if (setting.context() == SettingContext.INTERNAL
        || SettingsRegistry.key(setting.name()).equals("data_directory")) {
      throw OrreryException.of(
          SqlState.CANT_CHANGE_RUNTIME_PARAM, "parameter \"%s\" cannot be changed", setting.name());
    }
    Map<String, String> next =
        new TreeMap<>(snapshot.layers.getOrDefault(SettingSource.SYSTEM_FILE, Map.of()));
    String key = SettingsRegistry.key(setting.name());
    if (value == null) {
      next.remove(key);
    } else {
      ValueReader.read(setting, name, value, value(name).text(), SettingSource.SYSTEM_FILE);
      next.put(key, value);
    }
    return next;
  }

  @Override
  public SettingsRegistry registry() {
    return registry;
  }

  @Override
  public SettingValue value(String name) {
    SettingValue value = find(name);
    if (value == null) {
      throw SettingsRegistry.unrecognized(name);
    }
    return value;
  }

  /** The value, or null when the name is neither declared nor set. */
  @Nullable SettingValue find(String name) {
    Setting declared = registry.find(name);
    return declared == null
        ? snapshot.values.get(SettingsRegistry.key(name))
        : snapshot.get(declared);
  }

  @Override
  public Setting setting(String name) {
    if (find(name) == null) {
      throw SettingsRegistry.unrecognized(name);
    }
    return registry.resolve(name);
  }

  @Override
  public Collection<Setting> listed() {
    return registry.all().stream().filter(s -> !s.is(Setting.Flag.HIDDEN)).toList();
  }

  /** One consistent set of values. */
  private static final class Snapshot {

    private final Map<SettingSource, Map<String, String>> layers;
    private final Map<String, SettingValue> values;

    private Snapshot(
        Map<SettingSource, Map<String, String>> layers, Map<String, SettingValue> values) {
      this.layers = layers;
      this.values = values;
    }

    static Snapshot of(SettingsRegistry registry, Map<SettingSource, Map<String, String>> layers) {
      Map<String, SettingValue> values = new HashMap<>();
      for (Setting setting : registry.all()) {
        String builtIn = setting.builtIn();
        boolean isNumber =
            setting.type() == SettingType.INTEGER || setting.type() == SettingType.REAL;
        double number = isNumber ? Double.parseDouble(builtIn) : builtIn.equals("on") ? 1 : 0;
        values.put(
            SettingsRegistry.key(setting.name()),
            new SettingValue(builtIn, number, SettingSource.DEFAULT));
      }
      Map<SettingSource, Map<String, String>> ordered = new EnumMap<>(SettingSource.class);
      ordered.putAll(layers);
      ordered.forEach((source, layer) -> apply(registry, values, source, layer));
      return new Snapshot(ordered, values);
    }

    private static void apply(
        SettingsRegistry registry,
        Map<String, SettingValue> values,
        SettingSource source,
        Map<String, String> layer) {
      layer.forEach(
          (name, text) -> {
            Setting setting = registry.resolve(name);
            if (setting.context() == SettingContext.INTERNAL) {
              throw OrreryException.of(
                  SqlState.CANT_CHANGE_RUNTIME_PARAM,
                  "parameter \"%s\" cannot be changed",
                  setting.name());
            }
            String key = SettingsRegistry.key(setting.name());
            SettingValue old = values.get(key);
            String current = old == null ? "" : old.text();
            values.put(key, ValueReader.read(setting, name, text, current, source));
          });
    }

    SettingValue get(Setting declared) {
      SettingValue value = values.get(SettingsRegistry.key(declared.name()));
      if (value == null) {
        throw SettingsRegistry.unrecognized(declared.name());
      }
      return value;
    }
  }
}
