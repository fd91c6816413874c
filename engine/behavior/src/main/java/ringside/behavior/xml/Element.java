package ringside.behavior.xml;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An element of a file. Attributes come in the order of the file. */
record Element(String tag, int line, Map<String, String> attributes, List<Element> children) {
    @Nullable
    String attribute(final String name) {
        return attributes.get(name);
    }

    /** As messages call it: the tag, and what tells it from others of that tag. */
    String label() {
        final String id = attributes.get("ID");
        final String name = attributes.get("name");
        return tag + (id == null ? "" : " " + id) + (name == null ? "" : " \"" + name + "\"");
    }
}
