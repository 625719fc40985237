package org.orrery.sql.function.kernel;

import static org.orrery.sql.function.kernel.Kernels.boolAt;
import static org.orrery.sql.function.kernel.Kernels.doubleAt;
import static org.orrery.sql.function.kernel.Kernels.intAt;
import static org.orrery.sql.function.kernel.Kernels.longAt;
import static org.orrery.sql.function.kernel.Kernels.numericAt;

import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.BytesVector;
import org.orrery.data.Interval;
import org.orrery.data.NumericVector;
import org.orrery.data.Vector;
import org.orrery.data.type.CharacterTypes;
import org.orrery.data.type.TimePrecision;
import org.orrery.data.type.Typmods;
import org.orrery.sql.function.Bindings;
import org.orrery.sql.function.ScalarKernel;

/** The functions of {@code pg_cast}, and those that apply a type modifier. */
public final class Casts {

  private Casts() {}

  static void bind(Bindings to) {
    bindIntegers(to);
    bindFloats(to);
    bindNumerics(to);
    bindBooleansAndOids(to);
    bindText(to);
    bindTimes(to);
    bindModifiers(to);
  }

  private static void bindIntegers(Bindings to) {
    ScalarKernel same = Kernels.identity();
    to.scalar(same, "int4(int2)", "int8(int2)", "int8(int4)", "int8(oid)");
    to.scalar(Kernels.longs(a -> narrow(a, 16, "smallint")), "int2(int4)", "int2(int8)");
    to.scalar(Kernels.longs(a -> narrow(a, 32, "integer")), "int4(int8)");
    to.scalar(Kernels.longs(Casts::oid), "oid(int8)");
    to.scalar(Kernels.doubleToLong(a -> round(a, 16, "smallint")), "int2(float4)", "int2(float8)");
    to.scalar(Kernels.doubleToLong(a -> round(a, 32, "integer")), "int4(float4)", "int4(float8)");
    to.scalar(Kernels.doubleToLong(a -> round(a, 64, "bigint")), "int8(float4)", "int8(float8)");
    to.scalar(fromNumeric(16, "smallint"), "int2(numeric)");
    to.scalar(fromNumeric(32, "integer"), "int4(numeric)");
    to.scalar(fromNumeric(64, "bigint"), "int8(numeric)");
  }

  private static ScalarKernel fromNumeric(int bits, String title) {
    return Kernels.toLong((_, a, row) -> Numerics.toLong(numericAt(a, 0, row), bits, title));
  }

  /** The value, or {@code 22003} when it needs more than {@code bits} bits. */
  static long narrow(long value, int bits, String title) {
    int unused = 64 - bits;
    if (value << unused >> unused != value) {
      throw Errors.outOfRange(title);
    }
    return value;
  }

  private static long oid(long value) {
    if (value < Integer.MIN_VALUE || value > 0xffff_ffffL) {
      throw Errors.outOfRange("OID");
    }
    return value & 0xffff_ffffL;
  }

  /** Rounds half to even; {@code 22003} when it needs more than {@code bits} bits. */
  static long round(double value, int bits, String title) {
    double whole = Math.rint(value);
    double limit = bits == 64 ? 0x1p63 : 1L << (bits - 1);
    if (!(whole >= -limit && whole < limit)) {
      throw Errors.outOfRange(title);
    }
    return (long) whole;
  }

  private static void bindFloats(Bindings to) {
    to.scalar(
        Kernels.longToDouble(a -> (double) a), "float8(int2)", "float8(int4)", "float8(int8)");
    to.scalar(Kernels.longToDouble(a -> (float) a), "float4(int2)", "float4(int4)", "float4(int8)");
    to.scalar(Kernels.identity(), "float8(float4)");
    to.scalar(Kernels.doubles(Casts::single), "float4(float8)");
    to.scalar(
        Kernels.toDouble((_, a, row) -> Numerics.toDouble(numericAt(a, 0, row))),
        "float8(numeric)");
    to.scalar(
        Kernels.toDouble((_, a, row) -> single(Numerics.toDouble(numericAt(a, 0, row)))),
        "float4(numeric)");
  }

  /** Rounds to a float. */
  public static double single(double value) {
    float rounded = (float) value;
    if (Float.isInfinite(rounded) && !Double.isInfinite(value)) {
      throw Errors.floatOverflow();
    }
    if (rounded == 0 && value != 0) {
      throw Errors.floatUnderflow();
    }
    return rounded;
  }

  private static void bindNumerics(Bindings to) {
    to.scalar(
        Kernels.rows(
            (_, a, row, result) -> ((NumericVector) result).setSmall(row, longAt(a, 0, row), 0)),
        "numeric(int2)",
        "numeric(int4)",
        "numeric(int8)");
    to.scalar(
        Kernels.toNumeric((_, a, row) -> Numerics.fromDouble(doubleAt(a, 0, row))),
        "numeric(float8)");
    to.scalar(
        Kernels.toNumeric((_, a, row) -> Numerics.fromFloat(doubleAt(a, 0, row))),
        "numeric(float4)");
  }

  private static void bindBooleansAndOids(Bindings to) {
    to.scalar(Kernels.longs(a -> a != 0 ? 1 : 0), "bool(int4)");
    to.scalar(Kernels.identity(), "int4(bool)");
    to.scalar(Kernels.longs(a -> (byte) a), "int4(char)");
    to.scalar(Kernels.longs(Casts::character), "char(int4)");
  }

  private static long character(long value) {
    if (value != (byte) value) {
      throw OrreryException.of(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "\"char\" out of range");
    }
    return value;
  }

  private static void bindText(Bindings to) {
    to.scalar(
        Kernels.rows(
            (_, a, row, result) -> {
              var from = (BytesVector) a[0];
              int start = from.offsets()[row];
              int length = CharacterTypes.trimmedLength(from.data(), start, from.lengths()[row]);
              ((BytesVector) result).setBytes(row, from.data(), start, length);
            }),
        "text(bpchar)");
    to.scalar(Kernels.identity(), "text(name)");
    to.scalar(Kernels.toText((_, a, row) -> boolAt(a, 0, row) ? "true" : "false"), "text(bool)");
    ScalarKernel toName =
        Kernels.rows(
            (_, a, row, result) -> {
              var from = (BytesVector) a[0];
              int start = from.offsets()[row];
              int length =
                  CharacterTypes.clip(
                      from.data(), start, from.lengths()[row], Typmods.NAME_BYTES_MAX);
              ((BytesVector) result).setBytes(row, from.data(), start, length);
            });
    to.scalar(toName, "name(text)", "name(varchar)");
    to.scalar(
        Kernels.rows(
            (_, a, row, result) -> {
              var from = (BytesVector) a[0];
              int start = from.offsets()[row];
              int clipped =
                  CharacterTypes.clip(
                      from.data(), start, from.lengths()[row], Typmods.NAME_BYTES_MAX);
              int length = CharacterTypes.trimmedLength(from.data(), start, clipped);
              ((BytesVector) result).setBytes(row, from.data(), start, length);
            }),
        "name(bpchar)");
    to.scalar(Kernels.rows((_, a, row, result) -> fromCharacter(a, row, result)), "text(char)");
    to.scalar(
        Kernels.toLong(
            (_, a, row) -> {
              var from = (BytesVector) a[0];
              return from.lengths()[row] == 0 ? 0 : from.data()[from.offsets()[row]];
            }),
        "char(text)");
  }

  private static void fromCharacter(Vector[] a, int row, Vector result) {
    byte value = (byte) longAt(a, 0, row);
    if (value == 0) {
      ((BytesVector) result).setBytes(row, new byte[0], 0, 0);
    } else if (value > 0) {
      ((BytesVector) result).setBytes(row, new byte[] {value}, 0, 1);
    } else {
      ((BytesVector) result).setString(row, "\\" + Integer.toOctalString(value & 0xff));
    }
  }

  private static void bindTimes(Bindings to) {
    to.scalar(Kernels.longs(Timestamps::dateToMicros), "timestamp(date)");
    to.scalar(
        Kernels.toLong(
            (context, a, row) ->
                Zones.toUtc(
                    Timestamps.dateToMicros(longAt(a, 0, row)), context.format().timeZone())),
        "timestamptz(date)");
    to.scalar(Kernels.longs(Timestamps::microsToDate), "date(timestamp)");
    to.scalar(
        Kernels.toLong(
            (context, a, row) ->
                Timestamps.microsToDate(
                    Zones.toLocal(longAt(a, 0, row), context.format().timeZone()))),
        "date(timestamptz)");
    to.scalar(
        Kernels.toLong(
            (context, a, row) -> Zones.toUtc(longAt(a, 0, row), context.format().timeZone())),
        "timestamptz(timestamp)");
    to.scalar(
        Kernels.toLong(
            (context, a, row) -> Zones.toLocal(longAt(a, 0, row), context.format().timeZone())),
        "timestamp(timestamptz)");
    to.scalar(
        Kernels.rows((_, a, row, result) -> timeOf(longAt(a, 0, row), row, result)),
        "time(timestamp)");
    to.scalar(
        Kernels.rows(
            (context, a, row, result) ->
                timeOf(Zones.toLocal(longAt(a, 0, row), context.format().timeZone()), row, result)),
        "time(timestamptz)");
    to.scalar(
        Kernels.toInterval((_, a, row) -> new Interval(0, 0, longAt(a, 0, row))), "interval(time)");
    to.scalar(
        Kernels.toLong(
            (_, a, row) -> Math.floorMod(Kernels.intervalAt(a, 0, row).micros(), Timestamps.DAY)),
        "time(interval)");
  }

  private static void timeOf(long micros, int row, Vector result) {
    if (Timestamps.isFinite(micros)) {
      result.set(row, Math.floorMod(micros, Timestamps.DAY));
    } else {
      result.setNull(row);
    }
  }

  private static void bindModifiers(Bindings to) {
    to.scalar(
        Kernels.toNumeric(
            (_, a, row) -> Typmods.applyNumeric(numericAt(a, 0, row), intAt(a, 1, row))),
        "numeric(numeric,int4)");
    to.scalar(
        Kernels.longs((value, typmod) -> TimePrecision.roundTimestamp(value, (int) typmod)),
        "timestamp(timestamp,int4)",
        "timestamptz(timestamptz,int4)");
    to.scalar(
        Kernels.longs((value, typmod) -> TimePrecision.round(value, (int) typmod)),
        "time(time,int4)");
    to.scalar(
        Kernels.rows((_, a, row, result) -> fitVarchar(a, row, result)),
        "varchar(varchar,int4,bool)");
    to.scalar(
        Kernels.rows((_, a, row, result) -> fitChar(a, row, result)), "bpchar(bpchar,int4,bool)");
  }

  private static void fitVarchar(Vector[] a, int row, Vector result) {
    var from = (BytesVector) a[0];
    int start = from.offsets()[row];
    int typmod = intAt(a, 1, row);
    int length = explicitLength(from, row, typmod, boolAt(a, 2, row));
    int kept = CharacterTypes.fit(from.data(), start, length, typmod, "character varying");
    ((BytesVector) result).setBytes(row, from.data(), start, kept);
  }

  private static void fitChar(Vector[] a, int row, Vector result) {
    var from = (BytesVector) a[0];
    int typmod = intAt(a, 1, row);
    int length = explicitLength(from, row, typmod, boolAt(a, 2, row));
    CharacterTypes.pad(from.data(), from.offsets()[row], length, typmod, (BytesVector) result, row);
  }

  /** An explicit cast cuts silently. */
  private static int explicitLength(BytesVector from, int row, int typmod, boolean isExplicit) {
    int length = from.lengths()[row];
    if (!isExplicit || typmod < Typmods.HEADER) {
      return length;
    }
    return CharacterTypes.prefixLength(
        from.data(), from.offsets()[row], length, typmod - Typmods.HEADER);
  }
}
