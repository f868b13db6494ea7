package io.weir.driver.lwm2m.internal;

import io.weir.api.model.Batch;
import io.weir.api.model.Quality;
import io.weir.api.model.Quality.Reason;
import io.weir.api.model.ValueType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import org.eclipse.leshan.core.model.ResourceModel;
import org.eclipse.leshan.core.node.LwM2mResource;
import org.eclipse.leshan.core.node.LwM2mSingleResource;
import org.eclipse.leshan.core.node.ObjectLink;
import org.eclipse.leshan.core.util.datatype.ULong;
import org.jspecify.annotations.Nullable;

/** Values of resources to raw values of channels and back. Pure functions. */
final class Values {
  /** Up to here every integer is a double and the other way round. */
  private static final double EXACT = 1L << 53;

  private static final int MOST_TEXT = 4_096;

  private Values() {}

  /** The type of channels of a resource; points in time are seconds of the epoch. */
  static ValueType valueType(ResourceModel.Type type) {
    return switch (type) {
      case INTEGER, UNSIGNED_INTEGER, TIME -> ValueType.INTEGER;
      case FLOAT -> ValueType.DOUBLE;
      case BOOLEAN -> ValueType.BOOLEAN;
      case OPAQUE -> ValueType.BYTES;
      case STRING, OBJLNK, CORELINK, NONE -> ValueType.TEXT;
    };
  }

  /** The type of a resource that only a channel tells of. */
  static ResourceModel.Type type(ValueType type) {
    return switch (type) {
      case BOOLEAN -> ResourceModel.Type.BOOLEAN;
      case INTEGER -> ResourceModel.Type.INTEGER;
      case DOUBLE -> ResourceModel.Type.FLOAT;
      case TEXT -> ResourceModel.Type.STRING;
      case BYTES -> ResourceModel.Type.OPAQUE;
    };
  }

  /** Adds a row; one that is bad when the value is not of the point's type. */
  static void add(
      Batch into, int channel, long micros, LwM2mResource from, Lwm2mPoint point, byte quality) {
    Object value = value(from, point);
    if (value instanceof Boolean flag) {
      into.add(channel, micros, flag ? 1 : 0, quality);
    } else if (value instanceof Long whole) {
      into.add(channel, micros, whole, quality);
    } else if (value instanceof Double number) {
      into.add(channel, micros, Double.doubleToRawLongBits(number), quality);
    } else if (value != null) {
      into.addObject(channel, micros, value, quality);
    } else {
      into.addBad(channel, micros, Reason.DEVICE);
    }
  }

  /** The value as the point's type boxes it; null when the device gave none of that type. */
  static @Nullable Object value(LwM2mResource from, Lwm2mPoint point) {
    Object value = null;
    if (!from.isMultiInstances()) {
      value = point.resourceInstance() < 0 ? from.getValue() : null;
    } else if (point.resourceInstance() >= 0
        && from.getInstances().containsKey(point.resourceInstance())) {
      value = from.getValue(point.resourceInstance());
    }
    return value == null ? null : typed(value, point.rawType());
  }

  static @Nullable Object typed(Object value, ValueType type) {
    return switch (type) {
      case BOOLEAN -> value instanceof Boolean ? value : null;
      case INTEGER -> integer(value);
      case DOUBLE ->
          value instanceof Number number && Double.isFinite(number.doubleValue())
              ? (Object) number.doubleValue()
              : null;
      case TEXT -> text(value);
      case BYTES -> value instanceof byte[] ? value : null;
    };
  }

  private static @Nullable Object integer(Object value) {
    if (value instanceof Date date) {
      return date.toInstant().getEpochSecond();
    }
    if (value instanceof ULong whole) {
      return whole.longValue() < 0 ? null : whole.longValue();
    }
    if (value instanceof Long) {
      return value;
    }
    if (value instanceof Double number
        && number == Math.rint(number)
        && Math.abs(number) <= EXACT) {
      return number.longValue();
    }
    return null;
  }

  private static @Nullable Object text(Object value) {
    if (value instanceof ObjectLink link) {
      return link.getObjectId() + ":" + link.getObjectInstanceId();
    }
    return value instanceof String text && text.length() <= MOST_TEXT ? text : null;
  }

  /**
   * What is sent to write a value.
   *
   * @throws IllegalArgumentException naming the value, if the resource cannot have it
   */
  static LwM2mSingleResource resource(Lwm2mPoint point, long bits, @Nullable Object object) {
    Registry.@Nullable Item known = Registry.resource(point.object(), point.resource());
    ResourceModel.Type type = known == null ? type(point.rawType()) : known.type();
    int id = point.resource();
    return switch (type) {
      case BOOLEAN -> LwM2mSingleResource.newBooleanResource(id, bits != 0);
      case INTEGER -> LwM2mSingleResource.newIntegerResource(id, bits);
      case UNSIGNED_INTEGER -> {
        if (bits < 0) {
          throw new IllegalArgumentException(bits + " is below 0");
        }
        yield LwM2mSingleResource.newUnsignedIntegerResource(id, ULong.valueOf(bits));
      }
      case TIME -> LwM2mSingleResource.newDateResource(id, Date.from(Instant.ofEpochSecond(bits)));
      case FLOAT -> {
        double number = Double.longBitsToDouble(bits);
        if (!Double.isFinite(number)) {
          throw new IllegalArgumentException(number + " is not a number");
        }
        yield LwM2mSingleResource.newFloatResource(id, number);
      }
      case STRING -> LwM2mSingleResource.newStringResource(id, string(object));
      case OBJLNK ->
          LwM2mSingleResource.newObjectLinkResource(
              id, ObjectLink.decodeFromString(string(object)));
      case OPAQUE -> {
        if (object instanceof byte[] bytes) {
          yield LwM2mSingleResource.newBinaryResource(id, bytes);
        }
        throw new IllegalArgumentException("there are no bytes to write");
      }
      case CORELINK, NONE -> throw new IllegalArgumentException(point.path() + " has no value");
    };
  }

  private static String string(@Nullable Object object) {
    if (object instanceof String text
        && text.getBytes(StandardCharsets.UTF_8).length <= MOST_TEXT) {
      return text;
    }
    throw new IllegalArgumentException(
        "there is no text to write, or one of more than " + MOST_TEXT + " bytes");
  }

  /** Whether a device that was told one value and tells another has the same one. */
  static boolean isSame(Object told, @Nullable Object read) {
    if (told instanceof Double a && read instanceof Double b) {
      return a.equals(b) || a.floatValue() == b.floatValue();
    }
    if (told instanceof byte[] a && read instanceof byte[] b) {
      return Arrays.equals(a, b);
    }
    return told.equals(read);
  }

  /** A quality for a row whose time may not be right. */
  static byte quality(boolean isTimed) {
    return isTimed ? Quality.GOOD : Quality.uncertain(Reason.CLOCK);
  }
}
