package io.weir.core.internal.registry;

import io.weir.api.model.ConfigException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of comma-separated values, RFC 4180; the separator may be a semicolon or a tab too. */
final class CsvRows {
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final int MAX_COLUMNS = 200;

  /**
   * One row.
   *
   * @param line the line it begins at, from 1
   */
  record Row(int line, List<String> cells) {
    boolean isEmpty() {
      return cells.stream().allMatch(String::isBlank);
    }
  }

  private final String text;
  private final char separator;
  private int at;
  private int line = 1;

  /**
   * Of a table in UTF-8.
   *
   * @throws ConfigException if it is not
   */
  CsvRows(byte[] bytes) {
    String decoded;
    try {
      decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ConfigException("table", "bytes that are no UTF-8", "save it as UTF-8");
    }
    text =
        decoded.isEmpty() || decoded.charAt(0) != BYTE_ORDER_MARK ? decoded : decoded.substring(1);
    separator = separator(text);
  }

  private static char separator(String text) {
    String first = text.lines().findFirst().orElse("");
    char best = ',';
    for (char candidate : new char[] {';', '\t'}) {
      if (count(first, candidate) > count(first, best)) {
        best = candidate;
      }
    }
    return best;
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(each -> each == wanted).count();
  }

  /**
   * The next row; null at the end.
   *
   * @throws ConfigException if a quotation mark is never closed, or there are too many columns
   */
  @Nullable Row next() {
    if (at >= text.length()) {
      return null;
    }
    int begun = line;
    List<String> cells = new ArrayList<>();
    boolean more = true;
    while (more) {
      if (cells.size() == MAX_COLUMNS) {
        throw new ConfigException("line " + begun, null, "use " + MAX_COLUMNS + " columns at most");
      }
      cells.add(cell());
      more = at < text.length() && text.charAt(at) == separator;
      if (more) {
        at++;
      }
    }
    endOfLine();
    return new Row(begun, cells);
  }

  private String cell() {
    if (at < text.length() && text.charAt(at) == '"') {
      return quoted();
    }
    int from = at;
    while (at < text.length() && text.charAt(at) != separator && !isEnd(text.charAt(at))) {
      at++;
    }
    return text.substring(from, at).strip();
  }

  private String quoted() {
    int begun = line;
    StringBuilder cell = new StringBuilder();
    at++;
    while (at < text.length()) {
      char next = text.charAt(at++);
      if (next != '"') {
        line += next == '\n' ? 1 : 0;
        cell.append(next);
      } else if (at < text.length() && text.charAt(at) == '"') {
        cell.append('"');
        at++;
      } else {
        while (at < text.length() && text.charAt(at) != separator && !isEnd(text.charAt(at))) {
          cell.append(text.charAt(at++));
        }
        return cell.toString().strip();
      }
    }
    throw new ConfigException(
        "line " + begun, "\"", "close the quotation mark that begins in this line");
  }

  private void endOfLine() {
    if (at < text.length() && text.charAt(at) == '\r') {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '\n') {
      at++;
    }
    line++;
  }

  private static boolean isEnd(char each) {
    return each == '\n' || each == '\r';
  }
}
