package io.weir.driver.modbus.internal;

import com.ghgande.j2mod.modbus.msg.ModbusRequest;
import org.jspecify.annotations.Nullable;

/** How frames look on a serial line. Confined to the bus thread. */
interface SerialFraming {
  /** Puts the request's frame into the buffer; returns its length. */
  int put(ModbusRequest request, byte[] into);

  /**
   * Length of the frame at the beginning of so many bytes; 0 when its end is not there yet, or when
   * only silence tells it.
   */
  int length(byte[] bytes, int available);

  /** Whether so many bytes, at least one, may be the beginning of the answer. */
  boolean isPromising(byte[] bytes, int available, ModbusRequest request);

  /** Why a whole frame does not answer the request; null when it does. */
  @Nullable String mismatch(byte[] bytes, int length, ModbusRequest request);

  /** Shows the part of a frame that follows the unit id, without the checksum. */
  void show(byte[] bytes, int length, Pdu into);

  /** Characters on the line for a message of so many bytes, function code included. */
  int characters(int messageLength);

  /** Longest frame. */
  int maxLength();
}
