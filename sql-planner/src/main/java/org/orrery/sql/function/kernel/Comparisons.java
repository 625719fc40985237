package org.orrery.sql.function.kernel;

import java.util.function.Function;
import org.orrery.data.BytesVector;
import org.orrery.data.IntervalVector;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.data.type.CharacterTypes;
import org.orrery.sql.function.Bindings;
import org.orrery.sql.function.ScalarKernel;

/** Binds the comparison functions of all types and PostgreSQL's pairs of types. */
final class Comparisons {

  private Comparisons() {}

  static void bind(Bindings to) {
    bindLongs(to);
    family(to, "float4", "(float4,float4)", Comparison::doubles);
    family(to, "float8", "(float8,float8)", Comparison::doubles);
    family(to, "float48", "(float4,float8)", Comparison::doubles);
    family(to, "float84", "(float8,float4)", Comparison::doubles);
    bindBytes(to);
    family(to, "numeric_", "(numeric,numeric)", Comparison::numerics);
    family(
        to, "interval_", "(interval,interval)", c -> c.by((_, a, b, row) -> interval(a, b, row)));
    bindDates(to);
    bindSorters(to);
  }

  private static void family(
      Bindings to, String prefix, String arguments, Function<Comparison, ScalarKernel> kernel) {
    for (Comparison comparison : Comparison.values()) {
      to.scalar(kernel.apply(comparison), prefix + comparison.suffix() + arguments);
    }
  }

  private static void bindLongs(Bindings to) {
    Function<Comparison, ScalarKernel> longs = Comparison::longs;
    family(to, "bool", "(bool,bool)", longs);
    family(to, "int2", "(int2,int2)", longs);
    family(to, "int4", "(int4,int4)", longs);
    family(to, "int8", "(int8,int8)", longs);
    family(to, "int24", "(int2,int4)", longs);
    family(to, "int42", "(int4,int2)", longs);
    family(to, "int28", "(int2,int8)", longs);
    family(to, "int82", "(int8,int2)", longs);
    family(to, "int48", "(int4,int8)", longs);
    family(to, "int84", "(int8,int4)", longs);
    family(to, "oid", "(oid,oid)", longs);
    family(to, "date_", "(date,date)", longs);
    family(to, "time_", "(time,time)", longs);
    family(to, "timestamp_", "(timestamp,timestamp)", longs);
    family(to, "timestamptz_", "(timestamptz,timestamptz)", longs);
    family(to, "char", "(char,char)", c -> c.by((_, a, b, row) -> character(a, b, row)));
    to.scalar(Comparison.EQ.longs(), "xideq(xid,xid)", "cideq(cid,cid)", "xideqint4(xid,int4)");
    to.scalar(Comparison.NE.longs(), "xidneq(xid,xid)", "xidneqint4(xid,int4)");
  }

  private static void bindBytes(Bindings to) {
    for (Comparison comparison : Comparison.values()) {
      boolean isEquality = comparison == Comparison.EQ || comparison == Comparison.NE;
      String name = (isEquality ? "text" : "text_") + comparison.suffix();
      to.scalar(comparison.bytes(), name + "(text,text)");
    }
    family(to, "name", "(name,name)", Comparison::bytes);
    for (Comparison comparison : Comparison.values()) {
      to.scalar(comparison.bytes(), "name" + comparison.suffix() + "text(name,text)");
      to.scalar(comparison.bytes(), "text" + comparison.suffix() + "name(text,name)");
    }
    family(to, "bpchar", "(bpchar,bpchar)", c -> c.by((_, a, b, row) -> padded(a, b, row)));
    family(to, "bytea", "(bytea,bytea)", Comparison::bytes);
    family(to, "uuid_", "(uuid,uuid)", Comparison::bytes);
    for (Comparison comparison :
        new Comparison[] {Comparison.LT, Comparison.LE, Comparison.GT, Comparison.GE}) {
      to.scalar(comparison.bytes(), "text_pattern_" + comparison.suffix() + "(text,text)");
    }
  }

  private static void bindDates(Bindings to) {
    for (Comparison comparison : Comparison.values()) {
      String s = comparison.suffix();
      to.scalar(
          comparison.by((_, a, b, row) -> Long.compare(fromDate(a, row), value(b, row))),
          "date_" + s + "_timestamp(date,timestamp)");
      to.scalar(
          comparison.by((_, a, b, row) -> Long.compare(value(a, row), fromDate(b, row))),
          "timestamp_" + s + "_date(timestamp,date)");
      to.scalar(
          comparison.by(
              (context, a, b, row) ->
                  Long.compare(
                      Zones.toUtc(fromDate(a, row), context.format().timeZone()), value(b, row))),
          "date_" + s + "_timestamptz(date,timestamptz)");
      to.scalar(
          comparison.by(
              (context, a, b, row) ->
                  Long.compare(
                      value(a, row), Zones.toUtc(fromDate(b, row), context.format().timeZone()))),
          "timestamptz_" + s + "_date(timestamptz,date)");
      to.scalar(
          comparison.by(
              (context, a, b, row) ->
                  Long.compare(
                      Zones.toUtc(value(a, row), context.format().timeZone()), value(b, row))),
          "timestamp_" + s + "_timestamptz(timestamp,timestamptz)");
      to.scalar(
          comparison.by(
              (context, a, b, row) ->
                  Long.compare(
                      value(a, row), Zones.toUtc(value(b, row), context.format().timeZone()))),
          "timestamptz_" + s + "_timestamp(timestamptz,timestamp)");
    }
  }

  private static void bindSorters(Bindings to) {
    to.scalar(
        Kernels.longs((a, b) -> Integer.signum(Long.compare(a, b))),
        "btint4cmp(int4,int4)",
        "btint8cmp(int8,int8)",
        "btint2cmp(int2,int2)",
        "date_cmp(date,date)",
        "timestamp_cmp(timestamp,timestamp)");
    to.scalar(
        Kernels.toLong(
            (_, arguments, row) ->
                Integer.signum(
                    BytesVector.compare(
                        (BytesVector) arguments[0], row, (BytesVector) arguments[1], row))),
        "bttextcmp(text,text)");
    to.scalar(
        Kernels.longs(Math::max),
        "int2larger(int2,int2)",
        "int4larger(int4,int4)",
        "int8larger(int8,int8)");
    to.scalar(
        Kernels.longs(Math::min),
        "int2smaller(int2,int2)",
        "int4smaller(int4,int4)",
        "int8smaller(int8,int8)");
  }

  private static long value(Vector vector, int row) {
    return ((LongVector) vector).values()[row];
  }

  private static long fromDate(Vector vector, int row) {
    return Timestamps.dateToMicrosClamped(((LongVector) vector).values()[row]);
  }

  private static int character(Vector a, Vector b, int row) {
    return Integer.compare((int) value(a, row) & 0xff, (int) value(b, row) & 0xff);
  }

  static int interval(Vector a, Vector b, int row) {
    var left = (IntervalVector) a;
    var right = (IntervalVector) b;
    if (left.months()[row] == right.months()[row] && left.days()[row] == right.days()[row]) {
      return Long.compare(left.micros()[row], right.micros()[row]);
    }
    return left.getInterval(row).compareTo(right.getInterval(row));
  }

  static int padded(Vector a, Vector b, int row) {
    return CharacterTypes.comparePadded((BytesVector) a, row, (BytesVector) b, row);
  }
}
