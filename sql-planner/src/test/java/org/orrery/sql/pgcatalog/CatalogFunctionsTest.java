package org.orrery.sql.pgcatalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orrery.base.error.OrreryException;
import org.orrery.data.type.BuiltinTypes;

/** The expected values are PostgreSQL 15's for the sample schema. */
class CatalogFunctionsTest {

  private static final SampleSession SESSION = new SampleSession();

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      nullValues = "NULL",
      textBlock =
          """
          format_type(oid,int4); 1043; 44; character varying(40)
          format_type(oid,int4); 23; NULL; integer
          pg_get_expr(pg_node_tree,oid); 'now()'; 16390; 'now()'
          pg_get_expr(pg_node_tree,oid); 'now()'; 99; NULL
          pg_get_constraintdef(oid,bool); 16398; t; PRIMARY KEY (id)
          pg_get_constraintdef(oid,bool); 16400; f; UNIQUE (name, note)
          pg_get_constraintdef(oid,bool); 16394; f; CHECK ((weight > (0)::numeric))
          pg_get_constraintdef(oid,bool); 16394; t; CHECK (weight > (0)::numeric)
          pg_get_constraintdef(oid,bool); 1; t; NULL
          has_table_privilege(text,text); devices; SELECT, insert with grant option; t
          has_table_privilege(oid,text); 99; select; NULL
          has_schema_privilege(text,text); public; usage; t
          has_database_privilege(text,text); sample; connect; t
          pg_has_role(name,text); postgres; member; t
          pg_relation_is_updatable(regclass,bool); 16390; t; 28
          """)
  void functionsOfTwoArgumentsAnswerAsPostgres(
      String signature, String first, String second, String expected) {
    assertThat(Calls.call(SESSION, signature, text(first), text(second))).isEqualTo(expected);
  }

  /** Arguments are NULL where the table says so. */
  private static String text(String argument) {
    return argument == null ? "NULL" : argument;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      nullValues = "NULL",
      textBlock =
          """
          pg_get_indexdef(oid); 16397; CREATE UNIQUE INDEX devices_pkey ON public.devices USING btree (id)
          pg_get_indexdef(oid); 16406; CREATE INDEX cpu_ts_idx ON public.cpu USING btree (ts DESC)
          pg_get_indexdef(oid); 1; NULL
          pg_get_userbyid(oid); 10; postgres
          pg_get_userbyid(oid); 99; unknown (OID=99)
          pg_table_is_visible(oid); 16390; t
          pg_table_is_visible(oid); 16408; f
          pg_table_is_visible(oid); 1; NULL
          pg_type_is_visible(oid); 23; t
          pg_collation_is_visible(oid); 100; t
          pg_opclass_is_visible(oid); 1978; t
          pg_function_is_visible(oid); 1; NULL
          pg_encoding_to_char(int4); 6; UTF8
          pg_encoding_to_char(int4); 99; ''
          pg_char_to_encoding(name); utf-8; 6
          pg_char_to_encoding(name); UNICODE; 6
          pg_char_to_encoding(name); foo; -1
          current_schemas(bool); t; {pg_catalog,public}
          current_schemas(bool); f; {public}
          pg_size_pretty(int8); 10239; 10239 bytes
          pg_size_pretty(int8); 10240; 10 kB
          pg_size_pretty(int8); -123456789; -118 MB
          pg_size_pretty(int8); 9223372036854775807; 8192 PB
          pg_size_pretty(numeric); 1234567890.5; 1177 MB
          pg_size_pretty(numeric); 100000000000000000000; 88818 PB
          pg_size_bytes(text); 1.5 kB; 1536
          pg_size_bytes(text); 2 tb; 2199023255552
          oidvectortypes(oidvector); 23 25; integer, text
          to_regclass(text); nope; NULL
          to_regclass(text); devices; 16390
          pg_get_function_result(oid); 1069; SETOF bigint
          pg_get_function_arguments(oid); 1069; bigint, bigint
          pg_get_function_result(oid); 1686; SETOF record
          pg_get_function_arguments(oid); 1686; 'OUT word text, OUT catcode "char", OUT barelabel boolean, OUT catdesc text, OUT baredesc text'
          pg_relation_is_publishable(regclass); 1259; f
          pg_total_relation_size(regclass); 16500; 5096
          pg_table_size(regclass); 16390; 0
          pg_table_size(regclass); 99; NULL
          pg_database_size(name); sample; 5096
          current_setting(text); server_encoding; UTF8
          """)
  void functionsOfOneArgumentAnswerAsPostgres(String signature, String argument, String expected) {
    assertThat(Calls.call(SESSION, signature, argument)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          0; t; CREATE INDEX cpu_host_lower_idx ON cpu USING btree (lower(host), ts DESC NULLS LAST, usage NULLS FIRST)
          1; f; lower(host)
          2; f; ts
          9; f; ''
          """)
  void anIndexIsDescribedColumnByColumn(String column, String pretty, String expected) {
    assertThat(Calls.call(SESSION, "pg_get_indexdef(oid,int4,bool)", "16407", column, pretty))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          has_table_privilege(text,text); nope; select; 42P01; relation "nope" does not exist
          has_table_privilege(text,text); devices; foo; 22023; unrecognized privilege type: "foo"
          has_schema_privilege(text,text); nope; usage; 3F000; schema "nope" does not exist
          has_database_privilege(text,text); nope; connect; 3D000; database "nope" does not exist
          has_type_privilege(text,text); nope; usage; 42704; type "nope" does not exist
          pg_has_role(name,text); nope; member; 42704; role "nope" does not exist
          pg_has_role(name,text); postgres; foo; 22023; unrecognized privilege type: "foo"
          pg_get_serial_sequence(text,text); nope; id; 42P01; relation "nope" does not exist
          pg_get_serial_sequence(text,text); devices; nope; 42703; column "nope" of relation "devices" does not exist
          current_setting(text,bool); nope; f; 42704; unrecognized configuration parameter "nope"
          """)
  void unknownNamesAreErrorsOfPostgres(
      String signature, String first, String second, String state, String message) {
    assertThatExceptionOfType(OrreryException.class)
        .isThrownBy(() -> Calls.call(SESSION, signature, first, second))
        .withMessage(message)
        .satisfies(e -> assertThat(e.state().code()).isEqualTo(state));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      nullValues = "NULL",
      textBlock =
          """
          1255; 1081; 0; function format_type(oid,integer)
          1259; 16390; 0; table devices
          1259; 16390; 1; column id of table devices
          1259; 16411; 0; view v
          1259; 16397; 0; index devices_pkey
          1247; 23; 0; type integer
          2615; 2200; 0; schema public
          1259; 16408; 0; table "My Schema"."Odd Table"
          1255; 1; 0; NULL
          1260; 10; 0; role postgres
          """)
  void objectsAreDescribed(String catalog, String oid, String part, String expected) {
    assertThat(Calls.call(SESSION, "pg_describe_object(oid,oid,int4)", catalog, oid, part))
        .isEqualTo(expected);
  }

  @Test
  void aFunctionIsShownAsItsDeclaration() {
    assertThat(Calls.call(SESSION, "pg_get_functiondef(oid)", "1081"))
        .isEqualTo(
            """
            CREATE OR REPLACE FUNCTION pg_catalog.format_type(oid, integer)
             RETURNS text
             LANGUAGE internal
             STABLE PARALLEL SAFE
            AS $function$format_type$function$
            """);
  }

  @Test
  void settingsAreSetAndShown() {
    assertThat(Calls.call(SESSION, "set_config(text,text,bool)", "work_mem", "5MB", "f"))
        .isEqualTo("5MB");
    assertThat(Calls.call(SESSION, "current_setting(text)", "work_mem")).isEqualTo("5MB");
    assertThat(Calls.call(SESSION, "set_config(text,text,bool)", "my.x", "NULL", "t")).isEmpty();
    assertThat(Calls.call(SESSION, "current_setting(text,bool)", "nope", "t")).isNull();
  }

  @Test
  void theSessionIsDescribed() {
    assertThat(Calls.call(SESSION, "current_user()")).isEqualTo("postgres");
    assertThat(Calls.call(SESSION, "current_schema()")).isEqualTo("public");
    assertThat(Calls.call(SESSION, "current_database()")).isEqualTo("sample");
    assertThat(Calls.call(SESSION, "version()")).startsWith("PostgreSQL 15.");
    assertThat(Calls.call(SESSION, "pg_is_in_recovery()")).isEqualTo("f");
  }

  @Test
  void arraysAreExpandedWithTheirPositions() {
    assertThat(
            Calls.rows(
                SESSION,
                "_pg_expandarray(anyarray)",
                List.of(BuiltinTypes.INT2VECTOR),
                List.of(BuiltinTypes.INT2, BuiltinTypes.INT4),
                "5 7"))
        .containsExactly(List.of("5", "1"), List.of("7", "2"));
  }

  @Test
  void keyWordsAreListed() {
    assertThat(
            Calls.rows(
                SESSION,
                "pg_get_keywords()",
                List.of(),
                List.of(
                    BuiltinTypes.TEXT,
                    BuiltinTypes.CHAR,
                    BuiltinTypes.BOOL,
                    BuiltinTypes.TEXT,
                    BuiltinTypes.TEXT)))
        .hasSize(460)
        .contains(List.of("abort", "U", "t", "unreserved", "can be bare label"));
  }
}
