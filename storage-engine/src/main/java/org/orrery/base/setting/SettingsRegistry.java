package org.orrery.base.setting;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

/**
 * Every declared setting, by name without regard to case. Names with a dot are free for
 * applications: they resolve to a text setting without being declared.
 *
 * <p>Thread: built by one, then read by any.
 */
public final class SettingsRegistry {

  private static final Pattern CUSTOM_NAME =
      Pattern.compile(
          "[A-Za-z_\\x80-\\uffff][\\w$\\x80-\\uffff]*(\\.[A-Za-z_\\x80-\\uffff][\\w$\\x80-\\uffff]*)+");

  /** Names that PostgreSQL understands for settings it renamed. */
  private static final Map<String, String> RENAMED =
      Map.of("sort_mem", "work_mem", "vacuum_mem", "maintenance_work_mem");

  private final Map<String, Setting> byName;

  private SettingsRegistry(Map<String, Setting> byName) {
    this.byName = byName;
  }

  /** Starts an empty registry. */
  public static Builder builder() {
    return new Builder();
  }

  /** PostgreSQL's and TimescaleDB's settings as this server has them, and the modules' own. */
  public static SettingsRegistry standard(ServerFacts facts, Collection<Setting> moduleSettings) {
    Builder builder = builder();
    StandardSettings.declare(builder, facts);
    moduleSettings.forEach(builder::declare);
    return builder.build();
  }

  /** A declared setting, or null. */
  public @Nullable Setting find(String name) {
    String key = key(name);
    return byName.get(RENAMED.getOrDefault(key, key));
  }

  /** All declared settings by name, case ignored, as {@code SHOW ALL} orders them. */
  public Collection<Setting> all() {
    return Collections.unmodifiableCollection(byName.values());
  }

  /**
   * The setting that may be set under {@code name}: a declared one or an application's own.
   *
   * @throws OrreryException {@code 42704} for an unknown name without a dot, {@code 42602} for a
   *     dotted name that is not made of identifiers
   */
  public Setting resolve(String name) {
    Setting declared = find(name);
    if (declared != null) {
      return declared;
    }
    if (name.indexOf('.') < 0) {
      throw unrecognized(name);
    }
    if (!CUSTOM_NAME.matcher(name).matches()) {
      throw OrreryException.of(
              SqlState.INVALID_NAME, "invalid configuration parameter name \"%s\"", name)
          .withDetail(
              "Custom parameter names must be two or more simple identifiers separated by dots.");
    }
    return Setting.text(name, SettingContext.USER, "", "Customized Options", "")
        .with(Setting.Flag.CUSTOM);
  }

  /** {@code 42704 unrecognized configuration parameter "x"}. */
  public static OrreryException unrecognized(String name) {
    return OrreryException.of(
        SqlState.UNDEFINED_OBJECT, "unrecognized configuration parameter \"%s\"", name);
  }

  /** The names of settings whose changes clients are told of. */
  public List<Setting> reported() {
    List<Setting> reported = new ArrayList<>();
    for (Setting setting : byName.values()) {
      if (setting.is(Setting.Flag.REPORTED)) {
        reported.add(setting);
      }
    }
    return reported;
  }

  static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Collects declarations; a name may be declared again to replace it before {@link #build}. */
  public static final class Builder {

    private final Map<String, Setting> declared = new TreeMap<>();

    private Builder() {}

    /** Declares or replaces. */
    public Builder declare(Setting setting) {
      declared.put(key(setting.name()), setting);
      return this;
    }

    Setting get(String name) {
      Setting setting = declared.get(key(name));
      if (setting == null) {
        throw new IllegalArgumentException("no setting \"" + name + "\"");
      }
      return setting;
    }

    /** The finished registry. */
    public SettingsRegistry build() {
      return new SettingsRegistry(new LinkedHashMap<>(declared));
    }
  }
}
