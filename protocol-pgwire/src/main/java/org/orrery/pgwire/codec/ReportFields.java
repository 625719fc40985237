package org.orrery.pgwire.codec;

import org.jspecify.annotations.Nullable;
import org.orrery.base.error.ErrorSubject;

/**
 * The fields of an ErrorResponse or NoticeResponse.
 *
 * @param severity ERROR, FATAL, NOTICE, …
 * @param code SQLSTATE
 * @param message primary message
 * @param position code points into the query from 1; 0 for none
 */
public record ReportFields(
    String severity,
    String code,
    String message,
    @Nullable String detail,
    @Nullable String hint,
    int position,
    @Nullable String context,
    @Nullable ErrorSubject subject) {}
