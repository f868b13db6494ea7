package org.sqlite;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * Stands before the driver's class of this name, so that a test can make any statement or commit of
 * any connection fail. Any thread.
 */
public final class JDBC {
  /** Start of the driver's addresses. */
  public static final String PREFIX = "jdbc:sqlite:";

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static volatile boolean watching;
  private static volatile int failAt;
  private static volatile boolean lasting;
  private static volatile SQLiteErrorCode code = SQLiteErrorCode.SQLITE_FULL;

  /** Connections made from now on count their statements and commits from 1. */
  public static void watch() {
    heal();
    COUNT.set(0);
    watching = true;
  }

  /** The operation with this number fails, and all after it if it lasts. */
  public static void failAt(int operation, SQLiteErrorCode error, boolean lasts) {
    code = error;
    lasting = lasts;
    failAt = operation;
  }

  /** Nothing fails any more. */
  public static void heal() {
    failAt = Integer.MAX_VALUE;
  }

  /** Connections made from now on are the driver's own. */
  public static void leave() {
    heal();
    watching = false;
  }

  /** Operations since {@link #watch}. */
  public static int operations() {
    return COUNT.get();
  }

  /** Whether the address is one of this driver. */
  public static boolean isValidURL(String url) {
    return url.startsWith(PREFIX);
  }

  /** Opens a database. */
  public Connection connect(String url, Properties info) throws SQLException {
    Connection connection = new JDBC4Connection(url, url.substring(PREFIX.length()), info);
    return watching ? wrap(Connection.class, connection) : connection;
  }

  private static <T> T wrap(Class<T> type, T real) {
    InvocationHandler handler = (proxy, method, args) -> call(real, method, args);
    return type.cast(
        Proxy.newProxyInstance(JDBC.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object call(Object real, Method method, Object[] args) throws Throwable {
    String name = method.getName();
    if (name.startsWith("execute") || name.equals("commit")) {
      int number = COUNT.incrementAndGet();
      if (number == failAt || (lasting && number > failAt)) {
        throw new SQLiteException("simulated " + code, code);
      }
    }
    try {
      Object answer = method.invoke(real, args);
      if (answer instanceof PreparedStatement prepared) {
        return wrap(PreparedStatement.class, prepared);
      }
      return answer instanceof Statement statement ? wrap(Statement.class, statement) : answer;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
