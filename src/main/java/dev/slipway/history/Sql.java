package dev.slipway.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs one statement and leaves nothing open behind it: an open cursor would keep the file locked. */
final class Sql {
    private Sql() {}

    /** Makes a value of the row that the cursor is at. */
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    static <T> List<T> all(Connection connection, Row<T> row, String sql, Object... arguments) throws SQLException {
        try (var statement = prepare(connection, sql, arguments);
                var rows = statement.executeQuery()) {
            var found = new ArrayList<T>();
            while (rows.next()) {
                found.add(row.of(rows));
            }
            return List.copyOf(found);
        }
    }

    static <T> Optional<T> first(Connection connection, Row<T> row, String sql, Object... arguments)
            throws SQLException {
        return all(connection, row, sql, arguments).stream().findFirst();
    }

    /** The one number that the query answers with. */
    static int number(Connection connection, String sql) throws SQLException {
        return first(connection, row -> row.getInt(1), sql).orElseThrow(() -> new SQLException("no answer: " + sql));
    }

    /** Returns how many rows it changed. An absent {@code Optional} is written as NULL. */
    static int run(Connection connection, String sql, Object... arguments) throws SQLException {
        try (var statement = prepare(connection, sql, arguments)) {
            statement.execute();
            return statement.getUpdateCount();
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... arguments)
            throws SQLException {
        var statement = connection.prepareStatement(sql);
        try {
            for (var i = 0; i < arguments.length; i++) {
                bind(statement, i + 1, arguments[i]);
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private static void bind(PreparedStatement statement, int position, Object argument) throws SQLException {
        switch (argument) {
            case Optional<?> optional -> bindOptional(statement, position, optional);
            case Number number -> statement.setLong(position, number.longValue());
            default -> statement.setString(position, argument.toString());
        }
    }

    private static void bindOptional(PreparedStatement statement, int position, Optional<?> argument)
            throws SQLException {
        if (argument.isPresent()) {
            bind(statement, position, argument.get());
        } else {
            statement.setNull(position, Types.VARCHAR);
        }
    }
}
