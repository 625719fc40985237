package org.orrery.base.setting;

/**
 * What settings tell about the server and the machine.
 *
 * @param orreryVersion Orrery's version, for {@code server_version}
 * @param timeZone the system's time zone, as an IANA name
 */
public record ServerFacts(String orreryVersion, String timeZone) {

  /** The PostgreSQL release whose behaviour Orrery offers. */
  public static final String POSTGRES_VERSION = "15.20";

  /** {@link #POSTGRES_VERSION} as a number. */
  public static final int POSTGRES_VERSION_NUM = 150020;

  /** {@code server_version}; clients read what stands before the blank. */
  public String serverVersion() {
    return POSTGRES_VERSION + " (Orrery " + orreryVersion + ")";
  }
}
