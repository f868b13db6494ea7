package io.weir.uplink.sparkplug.internal.payload;

/** Numbers of the schema's fields. */
final class Fields {
  static final int TIMESTAMP = 1;
  static final int METRICS = 2;
  static final int SEQ = 3;

  /** The six plain values stand in this order wherever there is a value. */
  static final int INT = 0;

  static final int LONG = 1;
  static final int FLOAT = 2;
  static final int DOUBLE = 3;
  static final int BOOLEAN = 4;
  static final int STRING = 5;

  private Fields() {}

  /** Of a metric. */
  static final class Metric {
    static final int NAME = 1;
    static final int ALIAS = 2;
    static final int TIMESTAMP = 3;
    static final int TYPE = 4;
    static final int IS_HISTORICAL = 5;
    static final int IS_TRANSIENT = 6;
    static final int IS_NULL = 7;
    static final int PROPERTIES = 9;
    static final int VALUE = 10;
    static final int BYTES = 16;
    static final int DATA_SET = 17;
    static final int TEMPLATE = 18;

    private Metric() {}
  }

  /** Of a set of properties. */
  static final class PropertySet {
    static final int KEYS = 1;
    static final int VALUES = 2;

    private PropertySet() {}
  }

  /** Of a property. */
  static final class Property {
    static final int TYPE = 1;
    static final int IS_NULL = 2;
    static final int VALUE = 3;
    static final int SET = 9;
    static final int LIST = 10;
    static final int LISTED = 1;

    private Property() {}
  }

  /** Of a table, its rows and its values. */
  static final class DataSet {
    static final int COUNT = 1;
    static final int COLUMNS = 2;
    static final int TYPES = 3;
    static final int ROWS = 4;
    static final int ELEMENTS = 1;
    static final int VALUE = 1;

    private DataSet() {}
  }

  /** Of a template. */
  static final class Template {
    static final int VERSION = 1;
    static final int METRICS = 2;
    static final int PARAMETERS = 3;
    static final int REFERENCE = 4;
    static final int IS_DEFINITION = 5;

    private Template() {}
  }

  /** Of a parameter. */
  static final class Parameter {
    static final int NAME = 1;
    static final int TYPE = 2;
    static final int VALUE = 3;

    private Parameter() {}
  }
}
