/**
 * What it costs Orrery to keep data: changes of compressed rows, starts after a crash, and many
 * chunks. Each command measures a server of its own and prints times beside the processor time that
 * the server took, which depends less on what else the machine does.
 */
@NullMarked
package org.orrery.bench.upkeep;

import org.jspecify.annotations.NullMarked;
