package org.orrery.sql.catalog;

import org.jspecify.annotations.Nullable;

/**
 * The call of {@code time_bucket} that a continuous aggregate groups by, its constants in their
 * text forms.
 *
 * @param signature the function, such as {@code public.time_bucket(interval,timestamp with time
 *     zone)}
 * @param width an interval, or a number where time is one
 * @param origin where buckets count from; null for the default
 * @param offset by how much they are shifted; null for not at all
 * @param timezone in whose local time they lie; null for none
 * @param isFixed whether all have one length
 */
public record BucketFunction(
    String signature,
    String width,
    @Nullable String origin,
    @Nullable String offset,
    @Nullable String timezone,
    boolean isFixed) {}
