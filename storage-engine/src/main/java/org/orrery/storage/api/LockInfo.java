package org.orrery.storage.api;

/**
 * A lock that a session holds or waits for.
 *
 * @param tag what is locked
 * @param mode how
 * @param processId the session's
 * @param isGranted whether it is held
 * @param waitStartMicros wall time at which the wait began; 0 when held
 */
public record LockInfo(
    LockTag tag, LockMode mode, int processId, boolean isGranted, long waitStartMicros) {}
