/** Tests of manifests. */
@NullMarked
package org.orrery.storage.manifest;

import org.jspecify.annotations.NullMarked;
