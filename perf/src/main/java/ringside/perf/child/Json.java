package ringside.perf.child;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ringside.perf.RunFailedException;

/** Results as one line of JSON, and back. */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ObjectNode toObject(final Object value) {
        return MAPPER.valueToTree(value);
    }

    public static String write(final Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (final JsonProcessingException e) {
            throw new IllegalStateException("a result that is not JSON", e);
        }
    }

    /** What a child wrote; throws {@link RunFailedException} when it is something else. */
    public static <T> T read(final String line, final Class<T> type) {
        try {
            return MAPPER.readValue(line, type);
        } catch (final JsonProcessingException e) {
            throw new RunFailedException("a child answered '" + line + "', which is no " + type.getSimpleName(), e);
        }
    }
}
