package org.orrery.sql.command;

import java.util.ArrayList;
import java.util.List;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.catalog.ForeignKeyEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SchemaEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.parser.ast.UtilityStatement.SetConstraints;
import org.orrery.sql.session.SessionAccess;

/** SET CONSTRAINTS. */
final class SetConstraintsCommand {

  private final SessionAccess session;

  SetConstraintsCommand(SessionAccess session) {
    this.session = session;
  }

  String run(SetConstraints set, boolean isBlock) {
    if (!isBlock) {
      session.notice(
          Notice.warning(
              SqlState.NO_ACTIVE_SQL_TRANSACTION,
              "SET CONSTRAINTS can only be used in transaction blocks"));
    }
    if (set.names().isEmpty()) {
      session.integrity().setAll(set.deferred());
    } else {
      var keys = new ArrayList<ForeignKeyEntry>();
      set.names().forEach(name -> keys.addAll(find(name)));
      session.integrity().set(keys, set.deferred());
    }
    return "SET CONSTRAINTS";
  }

  /** The constraints of a name in the first schema that has such. */
  private List<ForeignKeyEntry> find(QualifiedName name) {
    String schemaName = name.schema();
    List<Integer> schemas =
        schemaName == null ? session.searchPath().schemaOids() : List.of(schema(schemaName).oid());
    for (int schema : schemas) {
      var found = new ArrayList<ForeignKeyEntry>();
      for (Relation relation : session.catalog().relations()) {
        if (relation.schemaOid() == schema
            && relation instanceof TableEntry table
            && ForeignKeyCommands.namesOf(session.catalog(), table).contains(name.name())) {
          found.add(deferrable(table, name.name()));
        }
      }
      if (!found.isEmpty()) {
        return found;
      }
    }
    throw OrreryException.of(
        SqlState.UNDEFINED_OBJECT, "constraint \"%s\" does not exist", name.name());
  }

  private SchemaEntry schema(String name) {
    return Names.schema(session.catalog(), name, OrreryException.NO_POSITION);
  }

  private ForeignKeyEntry deferrable(TableEntry table, String name) {
    ForeignKeyEntry key = new ForeignKeyCommands(session).find(table, name);
    if (key == null || !key.isDeferrable()) {
      throw OrreryException.of(
          SqlState.WRONG_OBJECT_TYPE, "constraint \"%s\" is not deferrable", name);
    }
    return key;
  }
}
