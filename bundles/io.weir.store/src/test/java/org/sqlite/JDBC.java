package org.sqlite;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * Stands before the driver's class of this name, so that a test can make any statement or commit of
 * any connection fail. Any thread.
 */
public final class JDBC {
  /** Start of the driver's addresses. */
  public static final String PREFIX = "jdbc:sqlite:";

  private static final String COMMIT = "COMMIT";
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Map<String, AtomicInteger> COUNTS = new ConcurrentHashMap<>();
  private static volatile boolean watching;
  private static volatile int failAt;
  private static volatile String failIn = "";
  private static volatile boolean lasting;
  private static volatile boolean failing;
  private static volatile SQLiteErrorCode code = SQLiteErrorCode.SQLITE_FULL;

  /** Connections made from now on count their statements and commits from 1. */
  public static void watch() {
    heal();
    COUNT.set(0);
    COUNTS.clear();
    watching = true;
  }

  /** The operation with this number fails, and all after it if it lasts. */
  public static void failAt(int operation, SQLiteErrorCode error, boolean lasts) {
    failAt("", operation, error, lasts);
  }

  /**
   * The operation fails that runs this statement for this time, counted from 1, and all after it if
   * it lasts.
   */
  public static void failAt(String sql, int time, SQLiteErrorCode error, boolean lasts) {
    code = error;
    lasting = lasts;
    failIn = sql;
    failAt = time;
  }

  /** Nothing fails any more. */
  public static void heal() {
    failAt = Integer.MAX_VALUE;
    failing = false;
  }

  /** The statements that were run since {@link #watch}, and how many times each. */
  public static Map<String, Integer> statements() {
    Map<String, Integer> counts = new TreeMap<>();
    COUNTS.forEach((sql, count) -> counts.put(sql, count.get()));
    return counts;
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
    return watching ? wrap(Connection.class, connection, COMMIT) : connection;
  }

  /**
   * @param sql what it runs, where that is known
   */
  private static <T> T wrap(Class<T> type, T real, String sql) {
    InvocationHandler handler = (proxy, method, args) -> call(real, method, args, sql);
    return type.cast(
        Proxy.newProxyInstance(JDBC.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object call(Object real, Method method, Object[] args, String own)
      throws Throwable {
    String name = method.getName();
    String sql = args != null && args.length > 0 && args[0] instanceof String text ? text : own;
    if (name.startsWith("execute") || name.equals("commit")) {
      count(sql);
    }
    try {
      Object answer = method.invoke(real, args);
      if (answer instanceof PreparedStatement prepared) {
        return wrap(PreparedStatement.class, prepared, sql);
      }
      return answer instanceof Statement statement ? wrap(Statement.class, statement, "") : answer;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static void count(String sql) throws SQLException {
    int ofAll = COUNT.incrementAndGet();
    int ofThis = COUNTS.computeIfAbsent(sql, key -> new AtomicInteger()).incrementAndGet();
    int number = failIn.isEmpty() ? ofAll : ofThis;
    boolean isIt = number == failAt && (failIn.isEmpty() || failIn.equals(sql));
    if (isIt && lasting) {
      failing = true;
    }
    if (isIt || failing) {
      throw new SQLiteException("simulated " + code, code);
    }
  }
}
