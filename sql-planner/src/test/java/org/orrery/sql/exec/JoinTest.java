package org.orrery.sql.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.orrery.sql.exec.Lab.INT;
import static org.orrery.sql.exec.Lab.TEXT;
import static org.orrery.sql.exec.Lab.in;
import static org.orrery.sql.exec.Lab.literals;
import static org.orrery.sql.exec.Lab.op;
import static org.orrery.sql.exec.Lab.operator;
import static org.orrery.sql.exec.Lab.outer;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.PhysicalPlan.JoinKind;

/** Joins against every pair tried one by one. */
class JoinTest {

  private static final List<SqlType> TYPES = List.of(INT, TEXT);

  private final Lab lab = new Lab();

  @ParameterizedTest
  @EnumSource(JoinKind.class)
  void hashAndNestedJoinsGiveWhatAllPairsGive(JoinKind kind) {
    for (int seed = 0; seed < 12; seed++) {
      var random = new Random(seed);
      String[] left = rows(random, seed == 0 ? 0 : 1 + random.nextInt(60));
      String[] right = rows(random, seed == 1 ? 0 : 1 + random.nextInt(60));
      boolean hasResidual = seed % 2 == 0;
      Expr residual = hasResidual ? op(in(1, TEXT), "<", in(3, TEXT)) : null;
      Expr equal = op(in(0, INT), "=", in(2, INT));

      var hash = hashJoin(kind, literals(TYPES, left), literals(TYPES, right), residual);
      var nested =
          new PhysicalPlan.NestedLoop(
              kind,
              literals(TYPES, left),
              literals(TYPES, right),
              -1,
              residual == null ? equal : new Expr.And(List.of(equal, residual)));

      List<String> expected = model(kind, left, right, hasResidual);
      assertThat(lab.sorted(hash)).as("hash, seed %d", seed).isEqualTo(expected);
      assertThat(lab.sorted(nested)).as("nested, seed %d", seed).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(JoinKind.class)
  void aJoinOfManyEqualKeysCrossesBatches(JoinKind kind) {
    var random = new Random(7);
    String[] left = rows(random, 1500);
    String[] right = rows(random, 1300);

    var hash = hashJoin(kind, literals(TYPES, left), literals(TYPES, right), null);

    assertThat(lab.sorted(hash)).isEqualTo(model(kind, left, right, false));
  }

  @ParameterizedTest
  @EnumSource(
      value = JoinKind.class,
      names = {"INNER", "LEFT", "SEMI", "ANTI"})
  void aCorrelatedLoopRunsItsRightSideForEachLeftRow(JoinKind kind) {
    String[] left = rows(new Random(3), 40);
    String[] right = rows(new Random(4), 40);
    var filtered =
        new PhysicalPlan.Filter(literals(TYPES, right), op(outer(9, 0, INT), "=", in(0, INT)));

    var plan = new PhysicalPlan.NestedLoop(kind, literals(TYPES, left), filtered, 9, null);

    assertThat(lab.sorted(plan)).isEqualTo(model(kind, left, right, false));
  }

  @ParameterizedTest
  @EnumSource(
      value = JoinKind.class,
      names = {"INNER", "FULL", "SEMI", "ANTI"})
  void nullKeysMatchOnlyWhenAsked(JoinKind kind) {
    PhysicalPlan left = literals(TYPES, "1|a", "\\N|b");
    PhysicalPlan right = literals(TYPES, "\\N|x", "2|y");
    var plan =
        new PhysicalPlan.HashJoin(
            kind,
            left,
            right,
            List.of(0),
            List.of(0),
            List.of(operator("=", INT, INT)),
            true,
            null);

    List<String> expected =
        switch (kind) {
          case INNER -> List.of("\\N|b|\\N|x");
          case FULL -> List.of("1|a|\\N|\\N", "\\N|\\N|2|y", "\\N|b|\\N|x");
          case SEMI -> List.of("\\N|b");
          default -> List.of("1|a");
        };
    assertThat(lab.sorted(plan)).isEqualTo(expected);
  }

  private static PhysicalPlan hashJoin(
      JoinKind kind, PhysicalPlan left, PhysicalPlan right, @Nullable Expr residual) {
    return new PhysicalPlan.HashJoin(
        kind,
        left,
        right,
        List.of(0),
        List.of(0),
        List.of(operator("=", INT, INT)),
        false,
        residual);
  }

  private static String[] rows(Random random, int count) {
    var rows = new String[count];
    for (int i = 0; i < count; i++) {
      String key = random.nextInt(8) == 0 ? "\\N" : String.valueOf(random.nextInt(count / 2 + 2));
      String text = random.nextInt(8) == 0 ? "\\N" : "t" + random.nextInt(9);
      rows[i] = key + "|" + text;
    }
    return rows;
  }

  private static List<String> model(
      JoinKind kind, String[] left, String[] right, boolean hasResidual) {
    List<String> result = new ArrayList<>();
    List<String[]> rights = new ArrayList<>();
    for (String r : right) {
      rights.add(r.split("\\|"));
    }
    var rightMatched = new boolean[right.length];
    for (String l : left) {
      String[] texts = l.split("\\|");
      boolean isMatched = false;
      for (int r = 0; r < right.length; r++) {
        if (matches(texts, rights.get(r), hasResidual)) {
          rightMatched[r] = true;
          isMatched = true;
          if (kind != JoinKind.SEMI && kind != JoinKind.ANTI) {
            result.add(l + "|" + right[r]);
          }
        }
      }
      if ((kind == JoinKind.SEMI && isMatched) || (kind == JoinKind.ANTI && !isMatched)) {
        result.add(l);
      }
      if (!isMatched && (kind == JoinKind.LEFT || kind == JoinKind.FULL)) {
        result.add(l + "|\\N|\\N");
      }
    }
    for (int r = 0; r < right.length; r++) {
      if (!rightMatched[r] && (kind == JoinKind.RIGHT || kind == JoinKind.FULL)) {
        result.add("\\N|\\N|" + right[r]);
      }
    }
    return result.stream().sorted().toList();
  }

  private static boolean matches(String[] l, String[] r, boolean hasResidual) {
    if (l[0].equals("\\N") || !l[0].equals(r[0])) {
      return false;
    }
    return !hasResidual || (!l[1].equals("\\N") && !r[1].equals("\\N") && l[1].compareTo(r[1]) < 0);
  }
}
