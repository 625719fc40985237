package org.orrery.sql.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.orrery.sql.exec.Lab.BIGINT;
import static org.orrery.sql.exec.Lab.INT;
import static org.orrery.sql.exec.Lab.TEXT;
import static org.orrery.sql.exec.Lab.in;
import static org.orrery.sql.exec.Lab.lit;
import static org.orrery.sql.exec.Lab.literals;
import static org.orrery.sql.exec.Lab.op;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.orrery.base.error.OrreryException;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.PhysicalPlan.Modify;
import org.orrery.sql.exec.plan.TableTarget;
import org.orrery.storage.api.TableSchema;

class ModifyTest {

  private static final List<SqlType> TYPES = List.of(INT, TEXT);
  private static final List<SqlType> WITH_NAMES = List.of(INT, TEXT, BIGINT, BIGINT);
  private static final TableSchema TABLE = FakeTables.schema(1, "t", List.of("a!", "b"), TYPES);
  private static final TableTarget TARGET =
      new TableTarget(
          TABLE,
          List.of("a", "b"),
          TYPES,
          List.of(new TableTarget.Check("positive", op(in(0, INT), ">", lit(0)))));

  private final Lab lab = new Lab();

  @Test
  void anInsertCountsItsRowsAndEndsStaged() {
    var insert = new Modify(Modify.Kind.INSERT, TARGET, literals(TYPES, "1|x", "2|\\N"), null);

    assertThat(lab.run(insert)).containsExactly("2");
    assertThat(lab.transaction.log).containsExactly("append 1,x", "append 2,null");
    assertThat(lab.transaction.flushes).isEqualTo(1);
  }

  @Test
  void anInsertThatReadsItsOwnTableSeesNoneOfItsRows() {
    lab.fill(TABLE, TYPES, List.of("1|x", "2|y", "3|z"), 1);

    var insert = new Modify(Modify.Kind.INSERT, TARGET, Lab.scan(TABLE, TYPES, null), null);

    assertThat(lab.run(insert)).containsExactly("3");
    assertThat(lab.transaction.log).hasSize(3);
  }

  @Test
  void nullsAndFailedChecksNameTheRow() {
    assertThatThrownBy(() -> insert("1|x", "\\N|y"))
        .hasMessage("null value in column \"a\" of relation \"t\" violates not-null constraint")
        .extracting(e -> ((OrreryException) e).detail())
        .isEqualTo("Failing row contains (null, y).");
    assertThatThrownBy(() -> insert("-1|\\N"))
        .hasMessage("new row for relation \"t\" violates check constraint \"positive\"")
        .extracting(e -> ((OrreryException) e).detail())
        .isEqualTo("Failing row contains (-1, null).");
    assertThatThrownBy(() -> insert("0|" + "x".repeat(63) + "é"))
        .extracting(e -> ((OrreryException) e).detail())
        .isEqualTo("Failing row contains (0, " + "x".repeat(63) + "...).");
  }

  private void insert(String... rows) {
    lab.run(new Modify(Modify.Kind.INSERT, TARGET, literals(TYPES, rows), null));
  }

  @Test
  void returningSeesTheNewRow() {
    List<Expr> returning = List.of(in(1, TEXT), op(in(0, INT), "+", lit(1)));

    assertThat(
            lab.run(
                new Modify(Modify.Kind.INSERT, TARGET, literals(TYPES, "1|x", "2|y"), returning)))
        .containsExactly("x|2", "y|3");
  }

  @Test
  void anUpdateAppliesTheFirstOfSeveralNewRowsForOneRow() {
    PhysicalPlan input =
        literals(WITH_NAMES, "10|x|1000|0", "11|x|1000|0", "12|y|1001|0", "13|z|1000|1");
    var update = new Modify(Modify.Kind.UPDATE, TARGET, input, List.of(in(0, INT)));

    assertThat(lab.run(update)).containsExactly("10", "12", "13");
    assertThat(lab.transaction.log)
        .containsExactly(
            "delete 1000 [0, 1]", "delete 1001 [0]", "append 10,x", "append 12,y", "append 13,z");
  }

  @Test
  void aDeleteCountsEachRowOnce() {
    PhysicalPlan input = literals(WITH_NAMES, "1|x|1000|5", "1|x|1000|5", "2|y|1000|7");

    assertThat(lab.run(new Modify(Modify.Kind.DELETE, TARGET, input, null))).containsExactly("2");
    assertThat(lab.transaction.log).containsExactly("delete 1000 [5, 7]");
  }
}
