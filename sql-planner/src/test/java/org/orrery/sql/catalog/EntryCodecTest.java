package org.orrery.sql.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.orrery.base.error.OrreryException;
import org.orrery.storage.api.CatalogObject;

class EntryCodecTest {

  @Test
  void aMaterializedViewIsReadAsItWasWritten() {
    assertReadAsWritten(new MaterializedViewEntry(16_500, " SELECT 'a' AS \"B\"", false));
    assertReadAsWritten(new MaterializedViewEntry(16_500, "SELECT 1", true));
  }

  @Test
  void aContinuousAggregateIsReadAsItWasWritten() {
    var bucket =
        new BucketFunction("public.time_bucket(int,int)", "10", null, "3", "Europe/Berlin", true);

    assertReadAsWritten(
        new ContinuousAggregateEntry(16_500, 16_501, 16_400, 16_502, 16_503, 2, bucket, true));
    assertReadAsWritten(
        new ContinuousAggregateEntry(16_500, 16_501, 16_400, 16_502, 16_503, 2, bucket, false));
  }

  private static void assertReadAsWritten(CatalogEntry entry) {
    assertThat(EntryCodec.decode(EntryCodec.encode(entry))).isEqualTo(entry);
  }

  @Test
  void anEntryOfALaterFormatIsNamedNotRead() {
    CatalogObject object = EntryCodec.encode(new MaterializedViewEntry(16_500, "SELECT 1", true));
    object.body()[0] = 99;

    assertThatThrownBy(() -> EntryCodec.decode(object))
        .isInstanceOf(OrreryException.class)
        .hasMessageContaining("format version 99, this build reads 1 to 5");
  }
}
