package ringside.behavior.xml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.behavior.Leaves;
import ringside.behavior.Play;

class HostileXmlTest {
    private final Leaves<Play> leaves = Play.leaves();

    private void assertRefused(final String expected, final String text) {
        final Parsed parsed = Trees.parse(text, "bad.xml", leaves);
        assertNull(parsed.tree());
        assertTrue(parsed.problems().size() <= Trees.MAX_PROBLEMS);
        final String all = parsed.problems().toString();
        assertTrue(all.contains(expected), all.substring(0, Math.min(2000, all.length())));
    }

    private static String one(final String nodes) {
        return "<root BTCPP_format='4'><BehaviorTree ID='A'>" + nodes + "</BehaviorTree></root>";
    }

    @Test
    void a_document_type_is_refused() {
        assertRefused("document types and entities are not read", "<!DOCTYPE root>" + one("<Move/>"));
        assertRefused(
                "document types and entities are not read",
                "<!DOCTYPE root [<!ENTITY speed '3'>]>" + one("<Move speed='&speed;'/>"));
    }

    /** The JDK's parser has no message for this one and throws something else. */
    @Test
    void a_bad_character_within_a_document_type_is_refused() {
        assertRefused("no well-formed XML", "<!DOCTYPE root [\0\0Q <Move/>");
        assertRefused("no well-formed XML", "<!DOCTYPE root [<!ENTITY a '1'>\1]>" + one("<Move/>"));
    }

    @Test
    void no_file_is_fetched(@TempDir final Path directory) throws Exception {
        final Path secret = directory.resolve("secret.dtd");
        Files.writeString(secret, "<!ENTITY speed '3'>");
        assertRefused(
                "document types", "<!DOCTYPE root SYSTEM '" + secret.toUri() + "'>" + one("<Move speed='&speed;'/>"));
        assertRefused(
                "document types",
                "<!DOCTYPE root [<!ENTITY % x SYSTEM '" + secret.toUri() + "'> %x;]>" + one("<Move/>"));
    }

    @Test
    void an_entity_that_nobody_declared_is_refused() {
        assertRefused("", one("<Sequence>&lol;<Move/></Sequence>"));
        assertRefused("", one("<Move speed='&lol;'/>"));
    }

    @Test
    void laughter_by_entities_is_refused() {
        final StringBuilder laughs = new StringBuilder("<!DOCTYPE root [<!ENTITY a0 'ha'>");
        for (int i = 1; i < 30; i++) {
            laughs.append("<!ENTITY a").append(i).append(" '");
            laughs.append(("&a" + (i - 1) + ";").repeat(10)).append("'>");
        }
        assertRefused("document types", laughs + "]>" + one("<Move name='&a29;'/>"));
    }

    @Test
    void laughter_by_subtrees_is_refused() {
        final StringBuilder text = new StringBuilder("<root BTCPP_format='4' main_tree_to_execute='T0'>");
        for (int i = 0; i < 30; i++) {
            text.append("<BehaviorTree ID='T").append(i).append("'><Sequence>");
            text.append(("<SubTree ID='T" + (i + 1) + "'/>").repeat(10)).append("</Sequence></BehaviorTree>");
        }
        text.append("<BehaviorTree ID='T30'><Move/></BehaviorTree></root>");
        assertRefused("more than 512", text.toString());
    }

    @Test
    void trees_that_stand_in_each_other_are_refused() {
        assertRefused(
                "a tree cannot stand in itself: A > B > A",
                "<root BTCPP_format='4' main_tree_to_execute='A'>"
                        + "<BehaviorTree ID='A'><Sequence><SubTree ID='B'/></Sequence></BehaviorTree>"
                        + "<BehaviorTree ID='B'><SubTree ID='A'/></BehaviorTree></root>");
        assertRefused(
                "a tree cannot stand in itself: B > B",
                "<root BTCPP_format='4' main_tree_to_execute='A'><BehaviorTree ID='A'><Move/></BehaviorTree>"
                        + "<BehaviorTree ID='B'><SubTree ID='B'/></BehaviorTree></root>");
    }

    @Test
    void a_long_chain_of_trees_is_refused() {
        final StringBuilder text = new StringBuilder("<root BTCPP_format='4' main_tree_to_execute='T0'>");
        for (int i = 0; i < 2000; i++) {
            text.append("<BehaviorTree ID='T")
                    .append(i)
                    .append("'><SubTree ID='T")
                    .append(i + 1);
            text.append("'/></BehaviorTree>");
        }
        text.append("<BehaviorTree ID='T2000'><Move/></BehaviorTree></root>");
        assertRefused("stand in each other deeper than 32", text.toString());
    }

    @Test
    void deep_nesting_is_refused() {
        assertRefused("stands deeper than 32", one("<Inverter>".repeat(40) + "<Move/>" + "</Inverter>".repeat(40)));
        assertRefused("nested deeper than 64", one("<Inverter>".repeat(10_000) + "</Inverter>".repeat(10_000)));
        assertRefused("", one("<Inverter>".repeat(10_000)));
    }

    @Test
    void too_much_of_anything_is_refused() {
        assertRefused("characters; at most 262144 are read", " ".repeat(ElementReader.MAX_CHARS + 1));
        assertRefused("longer than 4096 characters", one("<Move name='" + "x".repeat(5000) + "'/>"));
        final StringBuilder attributes = new StringBuilder("<Move");
        for (int i = 0; i < 40; i++) {
            attributes.append(" _a").append(i).append("='1'");
        }
        assertRefused("more than 32 attributes", one(attributes + "/>"));
        assertRefused("more than 8192 elements", one("<Sequence>" + "<Move/>".repeat(9000) + "</Sequence>"));
        assertRefused("more than 512", one("<Sequence>" + "<Move/>".repeat(600) + "</Sequence>"));
        assertRefused("no well-formed XML", one("<" + "x".repeat(200_000)));
    }

    @Test
    void problems_are_bounded() {
        final Parsed parsed =
                Trees.parse(one("<Sequence>" + "<Jump/>\n".repeat(300) + "</Sequence>"), "bad.xml", leaves);
        assertEquals(Trees.MAX_PROBLEMS, parsed.problems().size());
    }

    @Test
    void what_is_no_xml_is_refused_with_its_line() {
        assertRefused("bad.xml:1: no well-formed XML", "");
        assertRefused("bad.xml:1: no well-formed XML", "bots = 3");
        assertRefused("bad.xml:2: no well-formed XML", "<root>\n<a></b></root>");
        assertRefused("no well-formed XML", "<root a='1' a='2'/>");
        assertRefused("no well-formed XML", "<root>\u0000</root>");
    }

    @Test
    void a_damaged_file_is_refused_or_is_another_tree() {
        final long seed = Long.getLong("ringside.seed", 5);
        System.out.println("HostileXmlTest seed " + seed);
        final Random random = new Random(seed);
        final String good =
                one("<Sequence name='x'><Act id='12'/><Repeat num_cycles='3'><Move speed='-1'/></Repeat></Sequence>");
        final String signs = "<>/='\"&;!-[]?{}x1 \n";
        for (int i = 0; i < 20_000; i++) {
            final StringBuilder text = new StringBuilder(good);
            for (int j = random.nextInt(3); j >= 0; j--) {
                text.setCharAt(random.nextInt(text.length()), signs.charAt(random.nextInt(signs.length())));
            }
            final Parsed parsed = Trees.parse(text.toString(), "bad.xml", leaves);
            assertEquals(parsed.tree() == null, !parsed.problems().isEmpty());
        }
    }
}
