package org.orrery.sql.pgcatalog.relation;

import org.orrery.data.type.TypeNames;
import org.orrery.data.type.Typmods;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SequenceEntry;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.pgcatalog.Fillers;
import org.orrery.sql.pgcatalog.RowWriter;
import org.orrery.sql.pgcatalog.SessionInfo;
import org.orrery.sql.pgcatalog.SqlNames;
import org.orrery.storage.api.SequenceStore;
import org.orrery.storage.api.TableAccess;

/** {@code pg_sequence}, {@code pg_sequences} and {@code information_schema.sequences}. */
final class SequenceRows {

  private SequenceRows() {}

  static void addTo(Fillers to) {
    to.pg("pg_sequence", SequenceRows::sequences);
    to.session("pg_catalog.pg_sequences", SequenceRows::positions);
    to.database("information_schema.sequences", SequenceRows::described);
  }

  private static void sequences(Catalog catalog, RowWriter rows) {
    for (Relation relation : catalog.relations()) {
      if (relation instanceof SequenceEntry sequence) {
        rows.row()
            .set("seqrelid", sequence.oid())
            .set("seqtypid", sequence.type().oid())
            .set("seqstart", sequence.start())
            .set("seqincrement", sequence.increment())
            .set("seqmax", sequence.max())
            .set("seqmin", sequence.min())
            .set("seqcache", sequence.cache())
            .set("seqcycle", sequence.isCycling());
      }
    }
  }

  private static void positions(EvaluationContext context, RowWriter rows) {
    Catalog catalog = SessionInfo.of(context).catalog();
    for (Relation relation : catalog.relations()) {
      if (relation instanceof SequenceEntry sequence) {
        SequenceStore.State state = sequence.state(context.session(TableAccess.class).sequences());
        rows.row()
            .set("schemaname", SqlNames.schema(catalog, sequence.schemaOid()))
            .set("sequencename", sequence.name())
            .set("sequenceowner", SqlNames.role(catalog, sequence.ownerOid()))
            .set("data_type", sequence.type().oid())
            .set("start_value", sequence.start())
            .set("min_value", sequence.min())
            .set("max_value", sequence.max())
            .set("increment_by", sequence.increment())
            .set("cycle", sequence.isCycling())
            .set("cache_size", sequence.cache())
            .set("last_value", state.isCalled() ? (Long) state.lastValue() : null);
      }
    }
  }

  /** Sequences of identity columns are shown with their columns. */
  private static void described(String database, Catalog catalog, RowWriter rows) {
    for (Relation relation : catalog.relations()) {
      if (relation instanceof SequenceEntry sequence && !sequence.isIdentity()) {
        rows.row()
            .set("sequence_catalog", database)
            .set("sequence_schema", SqlNames.schema(catalog, sequence.schemaOid()))
            .set("sequence_name", sequence.name())
            .set("data_type", TypeNames.format(sequence.type(), Typmods.NONE))
            .set("numeric_precision", sequence.type().length() * 8)
            .set("numeric_precision_radix", 2)
            .set("numeric_scale", 0)
            .set("start_value", Long.toString(sequence.start()))
            .set("minimum_value", Long.toString(sequence.min()))
            .set("maximum_value", Long.toString(sequence.max()))
            .set("increment", Long.toString(sequence.increment()))
            .set("cycle_option", sequence.isCycling() ? "YES" : "NO");
      }
    }
  }
}
