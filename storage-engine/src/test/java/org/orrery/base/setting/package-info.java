/** Tests of the settings; expected texts were taken from PostgreSQL 15.20. */
@NullMarked
package org.orrery.base.setting;

import org.jspecify.annotations.NullMarked;
