package io.weir.driver.modbus.internal;

import io.weir.api.driver.ExplorableDriver.Interpretation;
import io.weir.api.encoding.RegisterOrder;
import io.weir.api.model.Batch;
import io.weir.api.model.Quality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What registers may mean: every type in every order of bytes. Pure functions. */
final class Interpretations {
  private static final int DATA = 2;
  private static final int BITS = 16;

  /** Nothing is asked here. */
  private static final RequestRules NONE = new RequestRules(1, 1, 0, 0, 0);

  private Interpretations() {}

  /** The registers of an answer in hexadecimal, or its bits as 0 and 1. */
  static List<String> raw(Pdu answer, Table table) {
    List<String> raw = new ArrayList<>();
    for (int at = DATA; at < answer.length(); at += 2) {
      raw.add(
          table.isBits()
              ? Integer.toString(answer.unsigned(at) & 1)
              : String.format(
                  Locale.ROOT, "0x%02X%02X", answer.unsigned(at), answer.unsigned(at + 1)));
    }
    return raw;
  }

  /** All interpretations of the answer to a read of so many items. */
  static List<Interpretation> of(Pdu answer, Table table, int length) {
    List<Interpretation> all = new ArrayList<>();
    if (table.isBits()) {
      add(all, answer, table, DataType.BOOL, RegisterOrder.ABCD, 1, 0);
      return all;
    }
    for (DataType type : DataType.values()) {
      switch (type) {
        case BIT -> {
          for (int bit = 0; bit < BITS; bit++) {
            add(all, answer, table, type, RegisterOrder.ABCD, 1, bit);
          }
        }
        case BOOL -> add(all, answer, table, type, RegisterOrder.ABCD, 1, 0);
        case STRING -> {
          add(all, answer, table, type, RegisterOrder.ABCD, length, 0);
          add(all, answer, table, type, RegisterOrder.BADC, length, 0);
        }
        default -> {
          for (RegisterOrder order : RegisterOrder.values()) {
            boolean isNew =
                type.registers() > 1 || order == RegisterOrder.ABCD || order == RegisterOrder.BADC;
            if (isNew && type.registers() <= length) {
              add(all, answer, table, type, order, type.registers(), 0);
            }
          }
        }
      }
    }
    return all;
  }

  private static void add(
      List<Interpretation> all,
      Pdu answer,
      Table table,
      DataType type,
      RegisterOrder order,
      int length,
      int bit) {
    ModbusPoint point =
        new ModbusPoint(
            "",
            0,
            table,
            0,
            length,
            type,
            order,
            bit,
            ModbusPoint.NO_SCALE,
            NoValues.NONE,
            false,
            NONE);
    Batch row = new Batch(1);
    Values.decode(point, answer.bytes(), answer.position(DATA), 0, 0, row);
    Map<String, Object> address = new LinkedHashMap<>();
    if (type == DataType.BIT) {
      address.put("bit", bit);
    } else if (!table.isBits()) {
      address.put("type", type.name().toLowerCase(Locale.ROOT));
      if (type != DataType.BOOL) {
        address.put("order", order.name());
      }
      if (type == DataType.STRING) {
        address.put("length", length);
      }
    }
    all.add(new Interpretation(address, text(type, row)));
  }

  private static String text(DataType type, Batch row) {
    if (Quality.isBad(row.quality(0))) {
      return "none: " + Quality.text(row.quality(0));
    }
    long bits = row.bits(0);
    return switch (type) {
      case BOOL, BIT -> Boolean.toString(bits != 0);
      case FLOAT32 -> Float.toString((float) Double.longBitsToDouble(bits));
      case FLOAT64 -> Double.toString(Double.longBitsToDouble(bits));
      case STRING -> String.valueOf(row.object(0));
      default -> Long.toString(bits);
    };
  }
}
