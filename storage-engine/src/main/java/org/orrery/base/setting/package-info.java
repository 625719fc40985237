/**
 * The settings (PostgreSQL's parameters): what exists, how values are read and shown, and which of
 * several values counts.
 *
 * <p>{@link org.orrery.base.setting.SettingsRegistry} says what exists; it is built once at start
 * from PostgreSQL's and TimescaleDB's own lists and each module's declarations. {@link
 * org.orrery.base.setting.ServerSettings} holds the values of the node, {@link
 * org.orrery.base.setting.SessionSettings} those of one session with its transaction's undo.
 * Registry and server settings are safe for any thread, a session's settings belong to its session.
 */
@NullMarked
package org.orrery.base.setting;

import org.jspecify.annotations.NullMarked;
