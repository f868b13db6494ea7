package io.weir.core.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.weir.api.model.ConfigException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Good and bad documents, held against the checks and against the published schemas. */
class DocumentsTest {
  private static final JsonSchema DEVICE = schema("device");
  private static final JsonSchema PROFILE = schema("profile");

  static Stream<String> goodDevices() {
    return Stream.of(
        "{'id':'d','connection':'plant','channels':[]}",
        "{'id':'d','connection':'plant','profile':'acme'}",
        "{'$schema':'device.schema.json','id':'d','name':'Boiler 1','connection':'plant',"
            + "'enabled':false,'address':{'unit':1,'x':1.5,'y':true},'period':'100ms',"
            + "'metadata':{'location':'plant room'},'channels':[]}",
        channel(""),
        channel("'name':'Flow','type':'double','unit':'Cel','access':'rw','period':'1s'"),
        channel("'address':{'table':'input','register':0}"),
        channel("'scale':0.1,'offset':-40,'min':-20,'max':130,'max-rate':5"),
        channel("'deadband':0.1,'deadband-percent':1,'heartbeat':'60s','stale-after':'10s'"),
        channel("'access':'w','write':{'min':20,'max':90}"),
        channel("'write':{'max':90}"),
        channel("'scale':-1e-3,'deadband':0"),
        channel("'period':'10ms'"),
        channel("'period':'1d'"),
        channel("'min':5,'max':5"),
        "{'id':'d','connection':'p','channels':[{'id':'a'},{'id':'b'}]}");
  }

  /** Document, JSON pointer, words of the message. */
  static Stream<String[]> badDevices() {
    return Stream.of(
        bad("[]", "/", "write an object"),
        bad("{'connection':'plant','channels':[]}", "/id", "is missing"),
        bad("{'id':'D 1','connection':'plant','channels':[]}", "/id", "lower-case"),
        bad("{'id':7,'connection':'plant','channels':[]}", "/id", "in quotes"),
        bad("{'id':'d','channels':[]}", "/connection", "is missing"),
        bad("{'id':'d','connection':'','channels':[]}", "/connection", "lower-case"),
        bad("{'id':'d','connection':null,'channels':[]}", "/connection", "in quotes"),
        bad("{'id':'d','connection':'plant'}", "/channels", "name a profile"),
        bad("{'id':'d','connection':'plant','profile':'Ä'}", "/profile", "lower-case"),
        bad("{'id':'d','connection':'plant','channels':{}}", "/channels", "write a list"),
        bad("{'id':'d','connection':'plant','channels':[7]}", "/channels/0", "write an object"),
        bad(
            "{'id':'d','connection':'p','channels':[],'enabled':'yes'}",
            "/enabled",
            "true or false"),
        bad("{'id':'d','connection':'p','channels':[],'name':['x']}", "/name", "in quotes"),
        bad("{'id':'d','connection':'p','channels':[],'adress':{}}", "/adress", "mean 'address'?"),
        bad("{'id':'d','connection':'p','channels':[],'zzzzzz':{}}", "/zzzzzz", "known are"),
        bad("{'id':'d','connection':'p','channels':[],'period':'5ms'}", "/period", "10ms or more"),
        bad("{'id':'d','connection':'p','channels':[],'period':1}", "/period", "in quotes"),
        bad("{'id':'d','connection':'p','channels':[],'period':'1 s'}", "/period", "100ms, 1s"),
        bad("{'id':'d','connection':'p','channels':[],'period':'0s'}", "/period", "100ms, 1s"),
        bad("{'id':'d','connection':'p','channels':[],'address':[1]}", "/address", "an object"),
        bad(
            "{'id':'d','connection':'p','channels':[],'address':{'unit':null}}",
            "/address/unit",
            "a number"),
        bad(
            "{'id':'d','connection':'p','channels':[],'address':{'a/b':{}}}",
            "/address/a~1b",
            "a number"),
        bad("{'id':'d','connection':'p','channels':[],'metadata':'x'}", "/metadata", "an object"),
        bad(
            "{'id':'d','connection':'p','channels':[],'metadata':{'floor':2}}",
            "/metadata/floor",
            "write a text"),
        badChannel("'dead-band':1", "dead-band", "did you mean 'deadband'?"),
        badChannel("'type':'float'", "type", "one of boolean, integer, double"),
        badChannel("'unit':5", "unit", "in quotes"),
        badChannel("'access':'read'", "access", "one of r, w, rw"),
        badChannel("'period':'1ms'", "period", "10ms or more"),
        badChannel("'address':'40001'", "address", "an object"),
        badChannel("'scale':'0.1'", "scale", "write a number"),
        badChannel("'scale':0", "scale", "not 0"),
        badChannel("'offset':true", "offset", "write a number"),
        badChannel("'min':'low'", "min", "write a number"),
        badChannel("'max':{}", "max", "write a number"),
        badChannel("'max-rate':0", "max-rate", "above 0"),
        badChannel("'max-rate':-1", "max-rate", "above 0"),
        badChannel("'deadband':-0.5", "deadband", "0 or a number above"),
        badChannel("'deadband-percent':-1", "deadband-percent", "0 or a number above"),
        badChannel("'heartbeat':'1x'", "heartbeat", "100ms, 1s"),
        badChannel("'stale-after':10", "stale-after", "in quotes"),
        badChannel("'write':5", "write", "an object"),
        badChannel("'write':{'low':5}", "write/low", "known are min, max"),
        badChannel("'access':'r','write':{'min':5}", "write", "set access"));
  }

  /** Right by the schema, wrong all the same. */
  static Stream<String[]> badInTheWhole() {
    return Stream.of(
        bad("{'id':'other','connection':'p','channels':[]}", "/id", "the id must be 'd'"),
        bad(
            "{'id':'d','connection':'p','channels':[{'id':'a'},{'id':'a'}]}",
            "/channels/1/id",
            "each channel id once"),
        badChannel("'min':2,'max':1", "min", "not above max"),
        badChannel("'access':'rw','write':{'min':2,'max':1}", "write/min", "not above max"));
  }

  static Stream<String> goodProfiles() {
    return Stream.of(
        "{'id':'d','channels':[]}",
        "{'id':'d','name':'Acme B','source':'manual 2.1','period':'5s','channels':[{'id':'a'}]}");
  }

  static Stream<String[]> badProfiles() {
    return Stream.of(
        bad("{'id':'d'}", "/channels", "list the profile's channels"),
        bad("{'channels':[]}", "/id", "is missing"),
        bad("{'id':'d','channels':[],'connection':'p'}", "/connection", "unknown"),
        bad("{'id':'d','channels':[],'sorce':'p'}", "/sorce", "did you mean 'source'?"),
        bad("{'id':'d','channels':[{'id':'a','scale':null}]}", "/channels/0/scale", "a number"));
  }

  @ParameterizedTest
  @MethodSource("goodDevices")
  void aGoodDevicePasses(String json) {
    assertThatCode(() -> DocumentParser.device("d", bytes(json))).doesNotThrowAnyException();
    assertThat(DEVICE.validate(text(json), InputFormat.JSON)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("badDevices")
  void aBadDeviceIsRefusedWithPlaceAndReason(String json, String pointer, String words) {
    refused(json, pointer, words);
    assertThat(DEVICE.validate(text(json), InputFormat.JSON)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("badInTheWhole")
  void whatASchemaCannotSayIsRefusedToo(String json, String pointer, String words) {
    refused(json, pointer, words);
  }

  @ParameterizedTest
  @MethodSource("goodProfiles")
  void aGoodProfilePasses(String json) {
    assertThatCode(() -> DocumentParser.profile("d", bytes(json))).doesNotThrowAnyException();
    assertThat(PROFILE.validate(text(json), InputFormat.JSON)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("badProfiles")
  void aBadProfileIsRefusedWithPlaceAndReason(String json, String pointer, String words) {
    assertThatThrownBy(() -> DocumentParser.profile("d", bytes(json)))
        .isInstanceOfSatisfying(
            ConfigException.class, e -> assertThat(e.field()).isEqualTo(pointer))
        .hasMessageContaining(words);
    assertThat(PROFILE.validate(text(json), InputFormat.JSON)).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'id':'d',}                            | line 1, column 11",
        "{'id':'d'                              | line 1, column",
        "{'id':'d'} x                           | line 1, column 12",
        "{'id':'d','id':'e'}                    | Duplicate",
        "''                                     | write",
      })
  void whatIsNoJsonIsRefusedWithItsPosition(String json, String words) {
    assertThatThrownBy(() -> DocumentParser.device("d", bytes(json)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(words);
  }

  @Test
  void anUnknownNameIsComparedWithTheKnownOnes() {
    assertThat(Suggestions.distance("deadbnad", "deadband")).isEqualTo(2);
    assertThat(Suggestions.nearest("offste", List.of("scale", "offset"))).contains("offset");
    assertThat(Suggestions.nearest("x", List.of("scale", "offset"))).isEmpty();
  }

  private static void refused(String json, String pointer, String words) {
    assertThatThrownBy(() -> DocumentParser.device("d", bytes(json)))
        .isInstanceOfSatisfying(
            ConfigException.class, e -> assertThat(e.field()).isEqualTo(pointer))
        .hasMessageContaining(words);
  }

  private static String channel(String fields) {
    return "{'id':'d','connection':'p','channels':[{'id':'c'"
        + (fields.isEmpty() ? "" : ",")
        + fields
        + "}]}";
  }

  private static String[] badChannel(String fields, String field, String words) {
    return bad(channel(fields), "/channels/0/" + field, words);
  }

  private static String[] bad(String json, String pointer, String words) {
    return new String[] {json, pointer, words};
  }

  private static String text(String json) {
    return json.replace('\'', '"');
  }

  private static byte[] bytes(String json) {
    return text(json).getBytes(StandardCharsets.UTF_8);
  }

  private static JsonSchema schema(String name) {
    InputStream in = DocumentsTest.class.getResourceAsStream("/schema/" + name + ".schema.json");
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in);
  }
}
