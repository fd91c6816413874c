package ringside.behavior.xml;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads XML into elements, distrustfully: no document type, no entities but the five of XML itself, nothing fetched from
 * anywhere, and a bound on everything. It uses the JDK's own parser, whatever else is on the class path.
 */
final class ElementReader {
    static final int MAX_CHARS = 256 * 1024;
    static final int MAX_DEPTH = 64;
    static final int MAX_ELEMENTS = 8192;
    static final int MAX_ATTRIBUTES = 32;
    static final int MAX_VALUE_CHARS = 4096;

    private final Problems problems;
    private final Deque<Element> open = new ArrayDeque<>();
    private int count;

    ElementReader(final Problems problems) {
        this.problems = problems;
    }

    /** The root, or null when the text is no XML or more than is read; problems say which. */
    @Nullable
    Element read(final String text) {
        if (text.length() > MAX_CHARS) {
            problems.add(0, text.length() + " characters; at most " + MAX_CHARS + " are read: split the file");
            return null;
        }
        final XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("it refers to something outside of the file");
        });
        try {
            return read(factory.createXMLStreamReader(new StringReader(text)));
        } catch (final XMLStreamException e) {
            problems.add(
                    e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNumber()),
                    "no well-formed XML: " + reason(e));
            return null;
        }
    }

    private @Nullable Element read(final XMLStreamReader in) throws XMLStreamException {
        Element root = null;
        while (in.hasNext()) {
            switch (next(in)) {
                case XMLStreamConstants.START_ELEMENT -> {
                    final Element element = begin(in);
                    if (element == null) {
                        return null;
                    }
                    if (root == null) {
                        root = element;
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> open.pop();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text(in);
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> {
                    problems.add(line(in), "document types and entities are not read: leave <!DOCTYPE> and &…; out");
                    return null;
                }
                default -> {
                    // Comments and the like.
                }
            }
        }
        return root;
    }

    /**
     * The parser's next event. It has words for what is wrong with a text, but for some faults it lacks them and throws whatever came
     * of looking for them (a MissingResourceException for a bad character within a document type): no well-formed XML all the same.
     */
    private static int next(final XMLStreamReader in) throws XMLStreamException {
        try {
            return in.next();
        } catch (final RuntimeException e) {
            throw new XMLStreamException("Message: the parser gives up: " + e.getMessage(), in.getLocation(), e);
        }
    }

    private @Nullable Element begin(final XMLStreamReader in) {
        count++;
        final String tag = in.getLocalName();
        if (count > MAX_ELEMENTS || open.size() == MAX_DEPTH || in.getAttributeCount() > MAX_ATTRIBUTES) {
            problems.add(
                    line(in),
                    count > MAX_ELEMENTS
                            ? "more than " + MAX_ELEMENTS + " elements: split the file"
                            : open.size() == MAX_DEPTH
                                    ? "elements are nested deeper than " + MAX_DEPTH + ": use subtrees"
                                    : "more than " + MAX_ATTRIBUTES + " attributes at one element");
            return null;
        }
        final Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 0; i < in.getAttributeCount(); i++) {
            final String name = in.getAttributeLocalName(i);
            if (in.getAttributeValue(i).length() > MAX_VALUE_CHARS) {
                problems.add(
                        line(in),
                        shortened(tag) + ": attribute " + shortened(name) + " is longer than " + MAX_VALUE_CHARS
                                + " characters");
                return null;
            }
            attributes.put(name, in.getAttributeValue(i));
        }
        final Element element = new Element(tag, line(in), Collections.unmodifiableMap(attributes), new ArrayList<>());
        if (!open.isEmpty()) {
            open.peek().children().add(element);
        }
        open.push(element);
        return element;
    }

    /** Text means nothing but as the description of a node's model. */
    private void text(final XMLStreamReader in) {
        final boolean inModel = open.stream().anyMatch(element -> element.tag().equals(TreeCompiler.MODELS));
        if (!inModel && !in.isWhiteSpace()) {
            problems.add(line(in), "text between elements: is a '<' missing?");
        }
    }

    private static int line(final XMLStreamReader in) {
        return in.getLocation().getLineNumber();
    }

    static String shortened(final String text) {
        return text.length() <= 64 ? text : text.substring(0, 64) + "…";
    }

    /** The JDK puts the place first, on a line of its own. */
    private static String reason(final XMLStreamException e) {
        final String message = String.valueOf(e.getMessage());
        final int at = message.indexOf("Message: ");
        return (at < 0 ? message : message.substring(at + "Message: ".length())).replaceAll("\\s+", " ");
    }
}
