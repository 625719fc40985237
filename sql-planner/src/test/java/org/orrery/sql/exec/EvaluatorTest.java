package org.orrery.sql.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.orrery.sql.exec.Lab.BOOL;
import static org.orrery.sql.exec.Lab.INT;
import static org.orrery.sql.exec.Lab.TEXT;
import static org.orrery.sql.exec.Lab.in;
import static org.orrery.sql.exec.Lab.lit;
import static org.orrery.sql.exec.Lab.literals;
import static org.orrery.sql.exec.Lab.op;
import static org.orrery.sql.exec.Lab.operator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.plan.PhysicalPlan;

/** Expressions over all combinations of true, false and NULL, and over more rows than a batch. */
class EvaluatorTest {

  private static final List<SqlType> BOOLS = List.of(BOOL, BOOL, BOOL);

  private final Lab lab = new Lab();

  private static List<String> combinations() {
    List<String> rows = new ArrayList<>();
    for (String a : List.of("t", "f", "\\N")) {
      for (String b : List.of("t", "f", "\\N")) {
        for (String c : List.of("t", "f", "\\N")) {
          rows.add(a + "|" + b + "|" + c);
        }
      }
    }
    return rows;
  }

  @Test
  void conjunctionsAndDisjunctionsFollowThreeValuedLogic() {
    List<String> rows = combinations();
    PhysicalPlan input = literals(BOOLS, rows.toArray(String[]::new));
    List<Expr> operands = List.of(in(0, BOOL), in(1, BOOL), in(2, BOOL));
    Expr and = new Expr.And(operands);
    Expr or = new Expr.Or(operands);

    List<String> values = lab.run(new PhysicalPlan.Project(input, List.of(and, or)));

    for (int i = 0; i < rows.size(); i++) {
      List<String> row = Arrays.asList(rows.get(i).split("\\|"));
      String both = row.contains("f") ? "f" : row.contains("\\N") ? "\\N" : "t";
      String either = row.contains("t") ? "t" : row.contains("\\N") ? "\\N" : "f";
      assertThat(values.get(i)).as(rows.get(i)).isEqualTo(both + "|" + either);
    }
    assertThat(lab.run(new PhysicalPlan.Filter(input, and))).containsExactly("t|t|t");
    assertThat(lab.run(new PhysicalPlan.Filter(input, or)))
        .isEqualTo(rows.stream().filter(row -> row.contains("t")).toList());
    assertThat(lab.run(new PhysicalPlan.Filter(input, new Expr.Not(or)))).containsExactly("f|f|f");
  }

  @Test
  void testsOfTruthAreNeverNull() {
    Expr a = in(0, BOOL);
    PhysicalPlan input = literals(List.of(BOOL), "t", "f", "\\N");
    List<Expr> tests =
        List.of(
            new Expr.IsNull(a, false),
            new Expr.IsNull(a, true),
            new Expr.IsBoolean(a, true, false),
            new Expr.IsBoolean(a, true, true),
            new Expr.IsBoolean(a, false, false),
            new Expr.IsBoolean(a, false, true),
            new Expr.IsDistinct(a, lit(BOOL, "t"), operator("=", BOOL, BOOL), false),
            new Expr.IsDistinct(a, lit(BOOL, "\\N"), operator("=", BOOL, BOOL), true));

    assertThat(lab.run(new PhysicalPlan.Project(input, tests)))
        .containsExactly("f|t|t|f|f|t|f|f", "f|t|f|t|t|f|t|f", "t|f|f|t|f|t|t|t");
  }

  @Test
  void onlyTheBranchTakenIsEvaluated() {
    Expr x = in(0, INT);
    Expr inverse = op(lit(12), "/", x);
    Expr branches =
        new Expr.Case(
            List.of(
                new Expr.Case.When(op(x, "=", lit(0)), lit(-1)),
                new Expr.Case.When(op(inverse, ">", lit(3)), inverse)),
            new Expr.Constant(null, INT),
            INT);
    Expr fallback = new Expr.Coalesce(List.of(x, op(lit(1), "/", lit(1)), inverse), INT);
    Expr guarded = new Expr.And(List.of(op(x, "<>", lit(0)), op(inverse, ">", lit(1))));

    PhysicalPlan input = literals(List.of(INT), "0", "3", "6", "\\N");

    assertThat(lab.run(new PhysicalPlan.Project(input, List.of(branches, fallback, guarded))))
        .containsExactly("-1|0|f", "4|3|t", "\\N|6|t", "\\N|1|\\N");
  }

  @Test
  void membershipFollowsThreeValuedLogic() {
    Expr x = in(0, TEXT);
    List<Object> values = List.of(bytes("a"), bytes("b"));
    Expr plain = new Expr.In(x, values, false, operator("=", TEXT, TEXT));
    Expr withNull = new Expr.In(x, values, true, operator("=", TEXT, TEXT));
    Expr array = lit(BuiltinTypes.TEXT_ARRAY, "{a,NULL}");
    Expr any = new Expr.Quantified(x, array, operator("=", TEXT, TEXT), false);
    Expr all = new Expr.Quantified(x, array, operator("=", TEXT, TEXT), true);

    PhysicalPlan input = literals(List.of(TEXT), "a", "z", "\\N");

    assertThat(lab.run(new PhysicalPlan.Project(input, List.of(plain, withNull, any, all))))
        .containsExactly("t|t|t|\\N", "f|\\N|\\N|f", "\\N|\\N|\\N|\\N");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void arraysAreBuiltAndSubscripted() {
    Expr x = in(0, INT);
    Expr array = new Expr.ArrayOf(List.of(x, lit(2)), false, BuiltinTypes.INT4_ARRAY);
    Expr nested = new Expr.ArrayOf(List.of(array, array), true, BuiltinTypes.INT4_ARRAY);
    Expr element = new Expr.Subscript(array, List.of(x), INT);

    PhysicalPlan input = literals(List.of(INT), "1", "3", "\\N");

    assertThat(lab.run(new PhysicalPlan.Project(input, List.of(array, nested, element))))
        .containsExactly(
            "{1,2}|{{1,2},{1,2}}|1", "{3,2}|{{3,2},{3,2}}|\\N", "{NULL,2}|{{NULL,2},{NULL,2}}|\\N");
  }

  @Test
  void parametersTextCastsAndOuterValuesFillBatchesOfAnySize() {
    lab.parameters = new Object[] {5L, null};
    String[] rows = IntStream.range(0, 2500).mapToObj(String::valueOf).toArray(String[]::new);
    Expr sum = op(in(0, INT), "+", new Expr.Parameter(0, INT));
    Expr text = new Expr.TextCast(sum, TEXT, -1);
    Expr missing = op(in(0, INT), "+", new Expr.Parameter(1, INT));
    PhysicalPlan filtered =
        new PhysicalPlan.Filter(
            literals(List.of(INT), rows), op(op(in(0, INT), "%", lit(500)), "=", lit(499)));

    assertThat(lab.run(new PhysicalPlan.Project(filtered, List.of(text, missing))))
        .containsExactly("504|\\N", "1004|\\N", "1504|\\N", "2004|\\N", "2504|\\N");
  }
}
