package ringside.server.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import ringside.server.MatchControl;

/**
 * A request as it was read: its method, its path, and the fields of its body.
 *
 * @param body empty when there was none
 */
record AdminRequest(String method, String path, ObjectNode body) {
    private static final int MAX_BODY_BYTES = 65_536;
    private static final ObjectMapper JSON = new ObjectMapper();

    static AdminRequest read(final HttpExchange exchange) throws AdminException, IOException {
        final byte[] bytes = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        if (bytes.length > MAX_BODY_BYTES) {
            throw new AdminException(AdminException.TOO_LONG, "the body is longer than " + MAX_BODY_BYTES + " bytes");
        }
        return new AdminRequest(
                exchange.getRequestMethod(), exchange.getRequestURI().getPath(), parse(bytes));
    }

    private static ObjectNode parse(final byte[] bytes) throws AdminException, IOException {
        if (bytes.length == 0) {
            return JSON.createObjectNode();
        }
        try {
            if (JSON.readTree(bytes) instanceof final ObjectNode object) {
                return object;
            }
        } catch (final JsonProcessingException e) {
            throw new AdminException(AdminException.WRONG, "the body is not JSON: " + e.getOriginalMessage());
        }
        throw new AdminException(AdminException.WRONG, "the body is not a JSON object");
    }

    /** Who acts, and why. */
    MatchControl.By by() throws AdminException {
        return new MatchControl.By(text("who", "operator"), text("why", ""));
    }

    String text(final String field, final String otherwise) throws AdminException {
        final JsonNode value = body.path(field);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isTextual()) {
            throw new AdminException(AdminException.WRONG, field + " = " + value + ": text is wanted");
        }
        return value.textValue();
    }

    int whole(final String field, final int otherwise, final int min, final int max) throws AdminException {
        final JsonNode value = body.path(field);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isInt() || value.intValue() < min || value.intValue() > max) {
            throw new AdminException(
                    AdminException.WRONG,
                    field + " = " + value + ": a whole number of " + min + " to " + max + " is wanted");
        }
        return value.intValue();
    }

    /** False where it is missing. */
    boolean flag(final String field) throws AdminException {
        final JsonNode value = body.path(field);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw new AdminException(AdminException.WRONG, field + " = " + value + ": true or false is wanted");
        }
        return value.booleanValue();
    }

    /** The values of the field {@code rules}, by name. */
    Map<String, Object> rules() throws AdminException {
        final JsonNode rules = body.path("rules");
        if (!rules.isMissingNode() && !rules.isObject()) {
            throw new AdminException(AdminException.WRONG, "rules = " + rules + ": an object is wanted");
        }
        final Map<String, Object> values = new LinkedHashMap<>();
        for (final Map.Entry<String, JsonNode> rule : rules.properties()) {
            values.put(rule.getKey(), plain(rule.getKey(), rule.getValue()));
        }
        return values;
    }

    private static Object plain(final String name, final JsonNode value) throws AdminException {
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.isNumber()) {
            return value.numberValue();
        }
        if (value.isTextual()) {
            return value.textValue();
        }
        throw new AdminException(AdminException.WRONG, "rules." + name + " = " + value + ": one value is wanted");
    }

    /** A field that nobody reads is a mistake. */
    void requireOnly(final Set<String> known) throws AdminException {
        for (final Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
            final String name = names.next();
            if (!known.contains(name)) {
                throw new AdminException(
                        AdminException.WRONG, "unknown field '" + name + "'; known are " + new TreeSet<>(known));
            }
        }
    }
}
