package org.orrery.data.type;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.data.PhysicalKind;

/**
 * The built-in types, with PostgreSQL's OIDs, names, lengths and categories. Types that PostgreSQL
 * has and Orrery does not are simply absent.
 */
public final class BuiltinTypes {

  // Filled by the declarations below while the class initialises, never after.
  private static final Map<Integer, SqlType> BY_OID = new LinkedHashMap<>();
  private static final Map<String, SqlType> BY_NAME = new HashMap<>();
  private static final Map<SqlType, SqlType> ARRAYS = new HashMap<>();

  /** {@code bool}. */
  public static final SqlType BOOL =
      base(16, "bool", 'B', true, 1, PhysicalKind.LONG, new BoolCodec());

  /** {@code bytea}. */
  public static final SqlType BYTEA =
      base(17, "bytea", 'U', false, -1, PhysicalKind.BYTES, new ByteaCodec());

  /** The one-byte "char". */
  public static final SqlType CHAR =
      base(18, "char", 'Z', false, 1, PhysicalKind.LONG, new CharCodec());

  /** {@code name}. */
  public static final SqlType NAME =
      base(19, "name", 'S', false, 64, PhysicalKind.BYTES, new TextCodec(TextCodec.Rule.NAME));

  /** {@code int8}. */
  public static final SqlType INT8 =
      base(20, "int8", 'N', false, 8, PhysicalKind.LONG, new IntCodec("bigint", 8));

  /** {@code int2}. */
  public static final SqlType INT2 =
      base(21, "int2", 'N', false, 2, PhysicalKind.LONG, new IntCodec("smallint", 2));

  /** {@code int4}. */
  public static final SqlType INT4 =
      base(23, "int4", 'N', false, 4, PhysicalKind.LONG, new IntCodec("integer", 4));

  /** {@code text}. */
  public static final SqlType TEXT =
      base(25, "text", 'S', true, -1, PhysicalKind.BYTES, new TextCodec(TextCodec.Rule.UNLIMITED));

  /** {@code oid}. */
  public static final SqlType OID =
      base(26, "oid", 'N', true, 4, PhysicalKind.LONG, new UnsignedCodec("oid", 4, false));

  /** {@code tid}. */
  public static final SqlType TID =
      base(27, "tid", 'U', false, 6, PhysicalKind.LONG, new TidCodec());

  /** {@code xid}. */
  public static final SqlType XID =
      base(28, "xid", 'U', false, 4, PhysicalKind.LONG, new UnsignedCodec("xid", 4, true));

  /** {@code cid}. */
  public static final SqlType CID =
      base(29, "cid", 'U', false, 4, PhysicalKind.LONG, new UnsignedCodec("cid", 4, true));

  /** {@code xid8}. */
  public static final SqlType XID8 =
      base(5069, "xid8", 'U', false, 8, PhysicalKind.LONG, new UnsignedCodec("xid8", 8, true));

  /** {@code json}. */
  public static final SqlType JSON =
      base(114, "json", 'U', false, -1, PhysicalKind.BYTES, new JsonCodec());

  /** {@code jsonb}. */
  public static final SqlType JSONB =
      base(3802, "jsonb", 'U', false, -1, PhysicalKind.BYTES, new JsonbCodec());

  /** {@code pg_node_tree}. */
  public static final SqlType PG_NODE_TREE =
      base(
          194,
          "pg_node_tree",
          'Z',
          false,
          -1,
          PhysicalKind.BYTES,
          new TextCodec(TextCodec.Rule.UNLIMITED));

  /** {@code float4}. */
  public static final SqlType FLOAT4 =
      base(700, "float4", 'N', false, 4, PhysicalKind.DOUBLE, new FloatCodec(true));

  /** {@code float8}. */
  public static final SqlType FLOAT8 =
      base(701, "float8", 'N', true, 8, PhysicalKind.DOUBLE, new FloatCodec(false));

  /** {@code aclitem}. */
  public static final SqlType ACLITEM =
      base(
          1033,
          "aclitem",
          'U',
          false,
          12,
          PhysicalKind.BYTES,
          new TextCodec(TextCodec.Rule.UNLIMITED));

  /** {@code bpchar}. */
  public static final SqlType BPCHAR =
      base(
          1042, "bpchar", 'S', false, -1, PhysicalKind.BYTES, new TextCodec(TextCodec.Rule.PADDED));

  /** {@code varchar}. */
  public static final SqlType VARCHAR =
      base(
          1043,
          "varchar",
          'S',
          false,
          -1,
          PhysicalKind.BYTES,
          new TextCodec(TextCodec.Rule.LIMITED));

  /** {@code date}. */
  public static final SqlType DATE =
      base(1082, "date", 'D', false, 4, PhysicalKind.LONG, new DateCodec());

  /** {@code time}. */
  public static final SqlType TIME =
      base(1083, "time", 'D', false, 8, PhysicalKind.LONG, new TimeCodec());

  /** {@code timestamp}. */
  public static final SqlType TIMESTAMP =
      base(1114, "timestamp", 'D', false, 8, PhysicalKind.LONG, new TimestampCodec(false));

  /** {@code timestamptz}. */
  public static final SqlType TIMESTAMPTZ =
      base(1184, "timestamptz", 'D', true, 8, PhysicalKind.LONG, new TimestampCodec(true));

  /** {@code interval}. */
  public static final SqlType INTERVAL =
      base(1186, "interval", 'T', true, 16, PhysicalKind.INTERVAL, new IntervalCodec());

  /** {@code timetz}. */
  public static final SqlType TIMETZ =
      base(1266, "timetz", 'D', false, 12, PhysicalKind.BYTES, new TimetzCodec());

  /** {@code numeric}. */
  public static final SqlType NUMERIC =
      base(1700, "numeric", 'N', false, -1, PhysicalKind.NUMERIC, new NumericCodec());

  /** {@code refcursor}. */
  public static final SqlType REFCURSOR =
      base(
          1790,
          "refcursor",
          'U',
          false,
          -1,
          PhysicalKind.BYTES,
          new TextCodec(TextCodec.Rule.UNLIMITED));

  /** {@code uuid}. */
  public static final SqlType UUID =
      base(2950, "uuid", 'U', false, 16, PhysicalKind.BYTES, new UuidCodec());

  /** {@code pg_lsn}. */
  public static final SqlType PG_LSN =
      base(3220, "pg_lsn", 'U', false, 8, PhysicalKind.LONG, new PgLsnCodec());

  /** {@code regproc}. */
  public static final SqlType REGPROC =
      base(
          24,
          "regproc",
          'N',
          false,
          4,
          PhysicalKind.LONG,
          new RegCodec(24, RegCodec.Target.FUNCTION));

  /** {@code regprocedure}. */
  public static final SqlType REGPROCEDURE =
      base(
          2202,
          "regprocedure",
          'N',
          false,
          4,
          PhysicalKind.LONG,
          new RegCodec(2202, RegCodec.Target.FUNCTION));

  /** {@code regoper}. */
  public static final SqlType REGOPER =
      base(
          2203,
          "regoper",
          'N',
          false,
          4,
          PhysicalKind.LONG,
          new RegCodec(2203, RegCodec.Target.OPERATOR));

  /** {@code regoperator}. */
  public static final SqlType REGOPERATOR =
      base(
          2204,
          "regoperator",
          'N',
          false,
          4,
          PhysicalKind.LONG,
          new RegCodec(2204, RegCodec.Target.OPERATOR));

  /** {@code regclass}. */
  public static final SqlType REGCLASS =
      base(
          2205,
          "regclass",
          'N',
          false,
          4,
          PhysicalKind.LONG,
          new RegCodec(2205, RegCodec.Target.RELATION));

  /** {@code regtype}. */
  public static final SqlType REGTYPE =
      base(
          2206,
          "regtype",
          'N',
          false,
          4,
          PhysicalKind.LONG,
          new RegCodec(2206, RegCodec.Target.TYPE));

  /** {@code regconfig}. */
  public static final SqlType REGCONFIG =
      base(
          3734,
          "regconfig",
          'N',
          false,
          4,
          PhysicalKind.LONG,
          new RegCodec(3734, RegCodec.Target.TEXT_SEARCH_CONFIGURATION));

  /** {@code regdictionary}. */
  public static final SqlType REGDICTIONARY =
      base(
          3769,
          "regdictionary",
          'N',
          false,
          4,
          PhysicalKind.LONG,
          new RegCodec(3769, RegCodec.Target.TEXT_SEARCH_DICTIONARY));

  /** {@code regnamespace}. */
  public static final SqlType REGNAMESPACE =
      base(
          4089,
          "regnamespace",
          'N',
          false,
          4,
          PhysicalKind.LONG,
          new RegCodec(4089, RegCodec.Target.NAMESPACE));

  /** {@code regrole}. */
  public static final SqlType REGROLE =
      base(
          4096,
          "regrole",
          'N',
          false,
          4,
          PhysicalKind.LONG,
          new RegCodec(4096, RegCodec.Target.ROLE));

  /** {@code regcollation}. */
  public static final SqlType REGCOLLATION =
      base(
          4191,
          "regcollation",
          'N',
          false,
          4,
          PhysicalKind.LONG,
          new RegCodec(4191, RegCodec.Target.COLLATION));

  /** {@code int2vector}. */
  public static final SqlType INT2VECTOR = numberVector(22, "int2vector", INT2);

  /** {@code oidvector}. */
  public static final SqlType OIDVECTOR = numberVector(30, "oidvector", OID);

  /** {@code unknown}. */
  public static final SqlType UNKNOWN =
      pseudo(705, "unknown", 'X', -2, PhysicalKind.BYTES, new TextCodec(TextCodec.Rule.UNLIMITED));

  /** {@code record}. */
  public static final SqlType RECORD =
      pseudo(2249, "record", 'P', -1, PhysicalKind.BYTES, new RecordCodec());

  /** {@code cstring}. */
  public static final SqlType CSTRING =
      pseudo(2275, "cstring", 'P', -2, PhysicalKind.BYTES, new TextCodec(TextCodec.Rule.UNLIMITED));

  /** {@code void}. */
  public static final SqlType VOID =
      pseudo(2278, "void", 'P', 4, PhysicalKind.LONG, new VoidCodec());

  /** {@code any}. */
  public static final SqlType ANY = placeholder(2276, "any", 4);

  /** {@code anyarray}. */
  public static final SqlType ANYARRAY = placeholder(2277, "anyarray", -1);

  /** {@code trigger}. */
  public static final SqlType TRIGGER = placeholder(2279, "trigger", 4);

  /** {@code event_trigger}. */
  public static final SqlType EVENT_TRIGGER = placeholder(3838, "event_trigger", 4);

  /** {@code language_handler}. */
  public static final SqlType LANGUAGE_HANDLER = placeholder(2280, "language_handler", 4);

  /** {@code internal}. */
  public static final SqlType INTERNAL = placeholder(2281, "internal", 8);

  /** {@code anyelement}. */
  public static final SqlType ANYELEMENT = placeholder(2283, "anyelement", 4);

  /** {@code anynonarray}. */
  public static final SqlType ANYNONARRAY = placeholder(2776, "anynonarray", 4);

  /** {@code anyenum}. */
  public static final SqlType ANYENUM = placeholder(3500, "anyenum", 4);

  /** {@code anyrange}. */
  public static final SqlType ANYRANGE = placeholder(3831, "anyrange", -1);

  /** {@code anymultirange}. */
  public static final SqlType ANYMULTIRANGE = placeholder(4537, "anymultirange", -1);

  /** {@code anycompatible}. */
  public static final SqlType ANYCOMPATIBLE = placeholder(5077, "anycompatible", 4);

  /** {@code anycompatiblearray}. */
  public static final SqlType ANYCOMPATIBLEARRAY = placeholder(5078, "anycompatiblearray", -1);

  /** {@code anycompatiblenonarray}. */
  public static final SqlType ANYCOMPATIBLENONARRAY = placeholder(5079, "anycompatiblenonarray", 4);

  /** {@code anycompatiblerange}. */
  public static final SqlType ANYCOMPATIBLERANGE = placeholder(5080, "anycompatiblerange", -1);

  /** {@code anycompatiblemultirange}. */
  public static final SqlType ANYCOMPATIBLEMULTIRANGE =
      placeholder(4538, "anycompatiblemultirange", -1);

  /** {@code fdw_handler}. */
  public static final SqlType FDW_HANDLER = placeholder(3115, "fdw_handler", 4);

  /** {@code index_am_handler}. */
  public static final SqlType INDEX_AM_HANDLER = placeholder(325, "index_am_handler", 4);

  /** {@code table_am_handler}. */
  public static final SqlType TABLE_AM_HANDLER = placeholder(269, "table_am_handler", 4);

  /** {@code tsm_handler}. */
  public static final SqlType TSM_HANDLER = placeholder(3310, "tsm_handler", 4);

  /** {@code pg_ddl_command}. */
  public static final SqlType PG_DDL_COMMAND = placeholder(32, "pg_ddl_command", 8);

  /** {@code _bool}. */
  public static final SqlType BOOL_ARRAY = array(1000, BOOL);

  /** {@code _bytea}. */
  public static final SqlType BYTEA_ARRAY = array(1001, BYTEA);

  /** {@code _char}. */
  public static final SqlType CHAR_ARRAY = array(1002, CHAR);

  /** {@code _name}. */
  public static final SqlType NAME_ARRAY = array(1003, NAME);

  /** {@code _int8}. */
  public static final SqlType INT8_ARRAY = array(1016, INT8);

  /** {@code _int2}. */
  public static final SqlType INT2_ARRAY = array(1005, INT2);

  /** {@code _int4}. */
  public static final SqlType INT4_ARRAY = array(1007, INT4);

  /** {@code _text}. */
  public static final SqlType TEXT_ARRAY = array(1009, TEXT);

  /** {@code _oid}. */
  public static final SqlType OID_ARRAY = array(1028, OID);

  /** {@code _tid}. */
  public static final SqlType TID_ARRAY = array(1010, TID);

  /** {@code _xid}. */
  public static final SqlType XID_ARRAY = array(1011, XID);

  /** {@code _cid}. */
  public static final SqlType CID_ARRAY = array(1012, CID);

  /** {@code _xid8}. */
  public static final SqlType XID8_ARRAY = array(271, XID8);

  /** {@code _json}. */
  public static final SqlType JSON_ARRAY = array(199, JSON);

  /** {@code _jsonb}. */
  public static final SqlType JSONB_ARRAY = array(3807, JSONB);

  /** {@code _float4}. */
  public static final SqlType FLOAT4_ARRAY = array(1021, FLOAT4);

  /** {@code _float8}. */
  public static final SqlType FLOAT8_ARRAY = array(1022, FLOAT8);

  /** {@code _aclitem}. */
  public static final SqlType ACLITEM_ARRAY = array(1034, ACLITEM);

  /** {@code _bpchar}. */
  public static final SqlType BPCHAR_ARRAY = array(1014, BPCHAR);

  /** {@code _varchar}. */
  public static final SqlType VARCHAR_ARRAY = array(1015, VARCHAR);

  /** {@code _date}. */
  public static final SqlType DATE_ARRAY = array(1182, DATE);

  /** {@code _time}. */
  public static final SqlType TIME_ARRAY = array(1183, TIME);

  /** {@code _timestamp}. */
  public static final SqlType TIMESTAMP_ARRAY = array(1115, TIMESTAMP);

  /** {@code _timestamptz}. */
  public static final SqlType TIMESTAMPTZ_ARRAY = array(1185, TIMESTAMPTZ);

  /** {@code _interval}. */
  public static final SqlType INTERVAL_ARRAY = array(1187, INTERVAL);

  /** {@code _timetz}. */
  public static final SqlType TIMETZ_ARRAY = array(1270, TIMETZ);

  /** {@code _numeric}. */
  public static final SqlType NUMERIC_ARRAY = array(1231, NUMERIC);

  /** {@code _refcursor}. */
  public static final SqlType REFCURSOR_ARRAY = array(2201, REFCURSOR);

  /** {@code _uuid}. */
  public static final SqlType UUID_ARRAY = array(2951, UUID);

  /** {@code _pg_lsn}. */
  public static final SqlType PG_LSN_ARRAY = array(3221, PG_LSN);

  /** {@code _regproc}. */
  public static final SqlType REGPROC_ARRAY = array(1008, REGPROC);

  /** {@code _regprocedure}. */
  public static final SqlType REGPROCEDURE_ARRAY = array(2207, REGPROCEDURE);

  /** {@code _regoper}. */
  public static final SqlType REGOPER_ARRAY = array(2208, REGOPER);

  /** {@code _regoperator}. */
  public static final SqlType REGOPERATOR_ARRAY = array(2209, REGOPERATOR);

  /** {@code _regclass}. */
  public static final SqlType REGCLASS_ARRAY = array(2210, REGCLASS);

  /** {@code _regtype}. */
  public static final SqlType REGTYPE_ARRAY = array(2211, REGTYPE);

  /** {@code _regconfig}. */
  public static final SqlType REGCONFIG_ARRAY = array(3735, REGCONFIG);

  /** {@code _regdictionary}. */
  public static final SqlType REGDICTIONARY_ARRAY = array(3770, REGDICTIONARY);

  /** {@code _regnamespace}. */
  public static final SqlType REGNAMESPACE_ARRAY = array(4090, REGNAMESPACE);

  /** {@code _regrole}. */
  public static final SqlType REGROLE_ARRAY = array(4097, REGROLE);

  /** {@code _regcollation}. */
  public static final SqlType REGCOLLATION_ARRAY = array(4192, REGCOLLATION);

  /** {@code _int2vector}. */
  public static final SqlType INT2VECTOR_ARRAY = array(1006, INT2VECTOR);

  /** {@code _oidvector}. */
  public static final SqlType OIDVECTOR_ARRAY = array(1013, OIDVECTOR);

  /** {@code _record}. */
  public static final SqlType RECORD_ARRAY = array(2287, RECORD);

  /** {@code _cstring}. */
  public static final SqlType CSTRING_ARRAY = array(1263, CSTRING);

  private BuiltinTypes() {}

  private static SqlType base(
      int oid,
      String name,
      char category,
      boolean isPreferred,
      int length,
      PhysicalKind kind,
      TypeCodec codec) {
    return register(
        new SqlType(
            oid, name, SqlType.Variety.BASE, category, isPreferred, length, kind, codec, null));
  }

  private static SqlType pseudo(
      int oid, String name, char category, int length, PhysicalKind kind, TypeCodec codec) {
    return register(
        new SqlType(oid, name, SqlType.Variety.PSEUDO, category, false, length, kind, codec, null));
  }

  private static SqlType placeholder(int oid, String name, int length) {
    return pseudo(oid, name, 'P', length, PhysicalKind.BYTES, new PseudoCodec(name));
  }

  private static SqlType numberVector(int oid, String name, SqlType element) {
    return register(
        new SqlType(
            oid,
            name,
            SqlType.Variety.BASE,
            'A',
            false,
            -1,
            PhysicalKind.BYTES,
            new NumberVectorCodec(element),
            element));
  }

  private static SqlType array(int oid, SqlType element) {
    boolean isPseudo = element.oid() == 2249;
    SqlType type =
        register(
            new SqlType(
                oid,
                "_" + element.name(),
                isPseudo ? SqlType.Variety.PSEUDO : SqlType.Variety.BASE,
                isPseudo ? 'P' : 'A',
                false,
                -1,
                PhysicalKind.BYTES,
                new ArrayCodec(element),
                element));
    ARRAYS.put(element, type);
    return type;
  }

  private static SqlType register(SqlType type) {
    BY_OID.put(type.oid(), type);
    BY_NAME.put(type.name(), type);
    return type;
  }

  /** The type of an OID, or null. */
  public static @Nullable SqlType find(int oid) {
    return BY_OID.get(oid);
  }

  /** The type of an OID that is known to be built in. */
  public static SqlType byOid(int oid) {
    SqlType type = BY_OID.get(oid);
    Invariant.check(type != null, "no built-in type has this OID");
    return java.util.Objects.requireNonNull(type);
  }

  /** The type of a {@code pg_type} name such as {@code int4} or {@code _text}, or null. */
  public static @Nullable SqlType byName(String name) {
    return BY_NAME.get(name);
  }

  /** All types in the order of declaration. */
  public static Collection<SqlType> all() {
    return Collections.unmodifiableCollection(BY_OID.values());
  }

  /** The array type over an element type, or null for types that have none. */
  public static @Nullable SqlType arrayOf(SqlType element) {
    return ARRAYS.get(element);
  }
}
