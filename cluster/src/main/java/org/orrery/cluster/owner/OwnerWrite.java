package org.orrery.cluster.owner;

import org.orrery.cluster.placement.ChunkPlace;
import org.orrery.storage.api.TableSchema;

/**
 * Rows for one chunk, encoded.
 *
 * @param place the chunk
 * @param schema the table as the writer knows it
 * @param areSuccessors whether each row has the keys of one that the writer has deleted
 * @param rows a body of {@link org.orrery.storage.chunk.BatchEntryCodec}; not to be modified
 * @param decodedBytes heap that the rows take once they are applied, roughly
 */
public record OwnerWrite(
    ChunkPlace place, TableSchema schema, boolean areSuccessors, byte[] rows, long decodedBytes) {}
