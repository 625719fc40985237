@NullMarked
package org.orrery.cluster;

import org.jspecify.annotations.NullMarked;
