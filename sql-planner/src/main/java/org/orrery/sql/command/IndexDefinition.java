package org.orrery.sql.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.data.type.Typmods;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.parser.ast.DdlStatement.CreateIndex;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.IndexElement;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.parser.ast.SortItem;
import org.orrery.sql.pgcatalog.OperatorClasses;
import org.orrery.sql.session.SessionAccess;
import org.orrery.sql.session.StatementPlanner.IndexExpression;

/**
 * What a CREATE INDEX says, as it is read. The access method and operator classes are checked and
 * kept as PostgreSQL's would be; storage looks rows up by a structure of its own whatever they are.
 */
final class IndexDefinition {

  /** Columns of an index, as in PostgreSQL. */
  private static final int COLUMNS_MAX = 32;

  private static final OperatorClasses CLASSES = new OperatorClasses();
  private static final Set<String> MULTICOLUMN = Set.of("btree", "gist", "gin", "brin");
  private static final Set<String> INCLUDING = Set.of("btree", "gist", "spgist");

  private final SessionAccess session;
  private final CreateIndex create;
  private final TableEntry table;
  private final String method;

  IndexDefinition(SessionAccess session, CreateIndex create, TableEntry table) {
    this.session = session;
    this.create = create;
    this.table = table;
    String given = create.method();
    // R-trees became GiST indexes, whose name old dumps do not know.
    this.method = given == null ? IndexEntry.BTREE : given.equals("rtree") ? "gist" : given;
    checkSupported();
  }

  String method() {
    return method;
  }

  private void checkSupported() {
    if (create.elements().size() + create.include().size() > COLUMNS_MAX) {
      throw OrreryException.of(
          SqlState.TOO_MANY_COLUMNS, "cannot use more than %d columns in an index", COLUMNS_MAX);
    }
    if (CLASSES.method(method) == 0) {
      throw OrreryException.of(
          SqlState.UNDEFINED_OBJECT, "access method \"%s\" does not exist", method);
    }
    String missing = null;
    if (create.unique() && !method.equals(IndexEntry.BTREE)) {
      missing = "unique indexes";
    } else if (!create.include().isEmpty() && !INCLUDING.contains(method)) {
      missing = "included columns";
    } else if (create.elements().size() > 1 && !MULTICOLUMN.contains(method)) {
      missing = "multicolumn indexes";
    }
    if (missing != null) {
      throw unsupported(missing);
    }
  }

  private OrreryException unsupported(String what) {
    return OrreryException.notSupported("access method \"%s\" does not support %s", method, what);
  }

  /** The keys, in order. */
  List<IndexEntry.Key> keys() {
    var keys = new ArrayList<IndexEntry.Key>();
    for (IndexElement element : create.elements()) {
      keys.add(key(element));
    }
    return keys;
  }

  private IndexEntry.Key key(IndexElement element) {
    String name = columnName(element);
    Expression expression = element.expression();
    int number = 0;
    String sql = null;
    SqlType type;
    if (name == null && expression != null) {
      IndexExpression typed =
          session.planner().indexExpression(table, expression, false, session.planning());
      sql = typed.sql();
      type = typed.type();
    } else {
      ColumnEntry column = column(name == null ? "" : name);
      number = column.number();
      type = column.type();
    }
    String operatorClass = operatorClass(element.operatorClass(), type);
    boolean isOrdered = method.equals(IndexEntry.BTREE);
    if (!isOrdered && element.direction() != SortItem.Direction.DEFAULT) {
      throw unsupported("ASC/DESC options");
    }
    if (!isOrdered && element.nulls() != SortItem.Nulls.DEFAULT) {
      throw unsupported("NULLS FIRST/LAST options");
    }
    boolean isDescending = element.direction() == SortItem.Direction.DESC;
    boolean nullsFirst =
        element.nulls() == SortItem.Nulls.FIRST
            || (element.nulls() == SortItem.Nulls.DEFAULT && isDescending);
    return new IndexEntry.Key(
        number, sql, sql == null ? null : type, operatorClass, isDescending, nullsFirst, 0);
  }

  /** The column that an element is, also in parentheses; null for an expression. */
  private static @Nullable String columnName(IndexElement element) {
    return element.expression() instanceof Expression.ColumnRef reference
            && !reference.star()
            && reference.names().size() == 1
        ? reference.names().getFirst()
        : element.column();
  }

  private ColumnEntry column(String name) {
    ColumnEntry column = table.column(name);
    if (column == null) {
      throw OrreryException.of(SqlState.UNDEFINED_COLUMN, "column \"%s\" does not exist", name);
    }
    return column;
  }

  private @Nullable String operatorClass(@Nullable QualifiedName given, SqlType type) {
    String name = given == null ? null : given.name();
    if (name != null && !CLASSES.exists(method, name)) {
      throw OrreryException.of(
          SqlState.UNDEFINED_OBJECT,
          "operator class \"%s\" does not exist for access method \"%s\"",
          given == null ? name : given.display(),
          method);
    }
    if (CLASSES.find(method, name, type) != 0) {
      return name;
    }
    String typeName = TypeNames.format(type, Typmods.NONE);
    if (name != null) {
      throw OrreryException.of(
          SqlState.DATATYPE_MISMATCH,
          "operator class \"%s\" does not accept data type %s",
          name,
          typeName);
    }
    throw OrreryException.of(
            SqlState.UNDEFINED_OBJECT,
            "data type %s has no default operator class for access method \"%s\"",
            typeName,
            method)
        .withHint(
            "You must specify an operator class for the index or define a default operator class"
                + " for the data type.");
  }

  /** Attribute numbers of the columns of INCLUDE. */
  List<Integer> included() {
    var numbers = new ArrayList<Integer>();
    for (IndexElement element : create.include()) {
      String name = columnName(element);
      if (name == null) {
        throw OrreryException.notSupported("expressions are not supported in included columns");
      }
      String option = null;
      if (element.collation() != null) {
        option = "a collation";
      } else if (element.operatorClass() != null) {
        option = "an operator class";
      } else if (element.direction() != SortItem.Direction.DEFAULT) {
        option = "ASC/DESC options";
      } else if (element.nulls() != SortItem.Nulls.DEFAULT) {
        option = "NULLS FIRST/LAST options";
      }
      if (option != null) {
        throw OrreryException.of(
            SqlState.INVALID_OBJECT_DEFINITION, "including column does not support %s", option);
      }
      numbers.add(column(name).number());
    }
    return numbers;
  }

  /** The condition of the rows in the index; null for all. */
  @Nullable String predicate() {
    Expression where = create.where();
    return where == null
        ? null
        : session.planner().indexExpression(table, where, true, session.planning()).sql();
  }
}
