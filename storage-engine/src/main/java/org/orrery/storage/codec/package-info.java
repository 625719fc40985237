/**
 * Block codecs: how at most 1,024 values of one column become bytes and come back bit for bit.
 *
 * <p>Everything numeric ends in one interleaved bit-packing layout ({@link
 * org.orrery.storage.codec.BitPack32}, {@link org.orrery.storage.codec.BitPack64}) under four
 * integer codecs ({@link org.orrery.storage.codec.IntegerCodec}); decimal doubles become integers
 * by exact division ({@link org.orrery.storage.codec.Decimalizer}); strings are a dictionary or a
 * zstd block. {@link org.orrery.storage.codec.ColumnEncoder} and {@link
 * org.orrery.storage.codec.ColumnDecoder} put a self-describing block of any kind together and
 * document its layout; segments and log entries use the same bytes.
 *
 * <p>Encoders and decoders own scratch arrays, allocate nothing per row and belong to one thread at
 * a time. Malformed bytes are {@code XX001 data_corrupted}.
 */
@NullMarked
package org.orrery.storage.codec;

import org.jspecify.annotations.NullMarked;
