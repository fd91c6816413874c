package ringside.behavior.xml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ringside.behavior.BehaviorTree;
import ringside.behavior.Leaves;
import ringside.behavior.Play;
import ringside.behavior.TreeException;

class TreesTest {
    private final Leaves<Play> leaves = Play.leaves();

    private Parsed parse(final String text) {
        return Trees.parse(text, "bots.xml", leaves);
    }

    private static String root(final String inner) {
        return "<root BTCPP_format='4'>" + inner + "</root>";
    }

    private static String one(final String nodes) {
        return root("<BehaviorTree ID='Main'>" + nodes + "</BehaviorTree>");
    }

    private List<String> problems(final String text) {
        final Parsed parsed = parse(text);
        assertNull(parsed.tree());
        return parsed.problems().stream().map(Problem::toString).toList();
    }

    private void assertProblem(final String expected, final String text) {
        final List<String> problems = problems(text);
        assertTrue(problems.size() == 1 && problems.get(0).contains(expected), problems.toString());
    }

    /** As Groot2 saves: both forms, descriptions, collapsed subtrees, a palette. */
    @Test
    void a_file_as_groot_saves_it_is_read() {
        final BehaviorTree tree = parse("""
                        <?xml version="1.0" encoding="UTF-8"?>
                        <root BTCPP_format="4" main_tree_to_execute="Main" project_name="Bots">
                          <!-- all that a bot does -->
                          <BehaviorTree ID="Main" _fullpath="">
                            <ReactiveFallback name="choose" _description="by need">
                              <Condition ID="Ask" name="hurt?" id="3"/>
                              <Control ID="Parallel" name="both" failure_count="1" success_count="-1">
                                <Action ID="Act" id="4"/>
                                <Decorator ID="Repeat" num_cycles=" 5 "><Move/></Decorator>
                              </Control>
                              <SubTree ID="Rest" _collapsed="true"/>
                            </ReactiveFallback>
                          </BehaviorTree>
                          <BehaviorTree ID="Rest">
                            <Sleep name="nap" msec="250"/>
                          </BehaviorTree>
                          <!-- Description of Node Models (used by Groot) -->
                          <TreeNodesModel>
                            <Action ID="Act" editable="true">
                              <input_port name="id" type="int">which one</input_port>
                              <MetadataFields><Metadata colour="red"/></MetadataFields>
                            </Action>
                            <Condition ID="Ask"/>
                            <SubTree ID="Rest"/>
                          </TreeNodesModel>
                        </root>
                        """).orThrow();
        assertEquals("""
                ReactiveFallback
                  Ask id=3
                  Parallel success_count=2 failure_count=1
                    Act id=4
                    Repeat num_cycles=5
                      Move speed=7
                  Sleep msec=250
                """, tree.outline());
    }

    @Test
    void a_subtree_is_put_in_its_place_with_what_it_is_handed() {
        final BehaviorTree tree = parse("""
                        <root BTCPP_format="4" main_tree_to_execute="A">
                          <BehaviorTree ID="A"><Sequence>
                            <SubTree ID="B" which="1" pause="20"/>
                            <SubTree ID="B" which="2" pause="30"/>
                          </Sequence></BehaviorTree>
                          <BehaviorTree ID="B"><Sequence>
                            <Act id="{which}"/>
                            <SubTree ID="C" msec="{pause}"/>
                            <SubTree ID="D" _autoremap="true"/>
                          </Sequence></BehaviorTree>
                          <BehaviorTree ID="C"><Sleep msec="{=}"/></BehaviorTree>
                          <BehaviorTree ID="D"><Ask id="{which}"/></BehaviorTree>
                        </root>
                        """).orThrow();
        assertEquals("""
                Sequence
                  Sequence
                    Act id=1
                    Sleep msec=20
                    Ask id=1
                  Sequence
                    Act id=2
                    Sleep msec=30
                    Ask id=2
                """, tree.outline());
    }

    @Test
    void all_problems_of_a_file_are_found_in_one_go() {
        assertEquals(
                List.of(
                        "bots.xml:4: Act \"go\": port id 99 is outside its range 0 to 63",
                        "bots.xml:5: Repeat: port num_cycles is missing; -1 to 2147483647 are possible",
                        "bots.xml:6: Inverter: Inverter has 0 children; exactly 1 is possible",
                        "bots.xml:7: Jump: there is no node Jump; the game offers [Act, Ask, Move]",
                        "bots.xml:8: Move: port speed: 'fast' is no whole number",
                        "bots.xml:9: Ask: it has no port it; it has [id]",
                        "bots.xml:9: Ask: port id is missing; 0 to 63 are possible",
                        "bots.xml:10: SubTree Nowhere: there is no tree of this ID; there are [Main, Other]",
                        "bots.xml:13: Act: port id 64 is outside its range 0 to 63"),
                problems("""
                        <root BTCPP_format="4" main_tree_to_execute="Main">
                          <BehaviorTree ID="Main">
                            <Sequence>
                              <Act id="99" name="go"/>
                              <Repeat><Move/></Repeat>
                              <Inverter/>
                              <Jump/>
                              <Move speed="fast"/>
                              <Ask it="1"/>
                              <SubTree ID="Nowhere"/>
                            </Sequence>
                          </BehaviorTree>
                          <BehaviorTree ID="Other"><Sequence><Act id="64"/><Act id="{any}"/></Sequence></BehaviorTree>
                        </root>
                        """));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            <Act id='{mood}'/>                         | the tree is handed no mood; there is no blackboard besides
            <Act id='1' _skipIf='x'/>                  | _skipIf is a script
            <Script code='x := 1'/>                    | Script is not run
            <Act id='1'><Move/></Act>                  | it has no children in it
            <Sequence><Act id='1'/> stray </Sequence>  | text between elements
            <Action id='1'/>                           | its ID is missing
            <Condition ID='Act' id='1'/>               | Act is no Condition but Action
            <Action ID='Sequence'/>                    | Sequence is no Action but Control
            <Action ID='Action'/>                      | there is no node Action
            <Parallel success_count='3'><Move/></Parallel> | success_count 3 of 1 child; 1 to 1
            <Parallel failure_count='0'><Move/></Parallel> | failure_count 0 of 1 child
            <Move speed='1' speedy='2'/>               | it has no port speedy; it has [speed]
            <AlwaysSuccess x='1'/>                     | it has no port x; it has none
            <Move speed='9999999999'/>                 | '9999999999' is no whole number
            <IfThenElse><Move/></IfThenElse>           | IfThenElse has 1 child; 2 to 3 are possible
            <SubTree/>                                 | its ID is missing
            <SubTree ID='Main'/>                       | a tree cannot stand in itself: Main > Main
            <Sequence/>                                | Sequence has 0 children; at least 1 are possible
            """)
    void a_wrong_node_is_named_with_the_way_out(final String nodes, final String expected) {
        assertProblem(expected, one(nodes));
    }

    @Test
    void a_wrong_file_is_named_with_the_way_out() {
        assertProblem("the outermost element", "<tree/>");
        assertProblem("BTCPP_format is missing; 4 is read", "<root><BehaviorTree ID='A'><Move/></BehaviorTree></root>");
        assertProblem(
                "BTCPP_format is 3; 4 is read: open the file in Groot2",
                "<root BTCPP_format='3'><BehaviorTree ID='A'><Move/></BehaviorTree></root>");
        assertProblem("it holds no BehaviorTree", root(""));
        assertProblem(
                "its ID is missing",
                root("<BehaviorTree><Move/></BehaviorTree><BehaviorTree ID='A'><Move/></BehaviorTree>"));
        assertProblem("2 nodes below it", one("<Move/><Move/>"));
        assertProblem("0 nodes below it", one(""));
        assertProblem(
                "other files are not included",
                root("<include path='x.xml'/><BehaviorTree ID='A'><Move/></BehaviorTree>"));
        assertProblem(
                "only BehaviorTree and TreeNodesModel", root("<Move/><BehaviorTree ID='A'><Move/></BehaviorTree>"));
        assertProblem(
                "main_tree_to_execute is missing",
                root("<BehaviorTree ID='A'><Move/></BehaviorTree><BehaviorTree ID='B'><Move/></BehaviorTree>"));
        assertProblem(
                "of this ID on line 1 already",
                root("<BehaviorTree ID='A'><Move/></BehaviorTree><BehaviorTree ID='A'><Move/></BehaviorTree>"));
        assertProblem(
                "main_tree_to_execute is B; there are [A]",
                "<root BTCPP_format='4' main_tree_to_execute='B'><BehaviorTree ID='A'><Move/></BehaviorTree></root>");
        assertProblem(
                "it has no attribute main_tree",
                "<root BTCPP_format='4' main_tree='A'><BehaviorTree ID='A'><Move/></BehaviorTree></root>");
    }

    @Test
    void a_palette_of_another_version_is_a_problem() {
        assertProblem(
                "the game offers no such Action",
                root(
                        "<BehaviorTree ID='A'><Move/></BehaviorTree><TreeNodesModel><Action ID='Jump'/></TreeNodesModel>"));
        assertProblem(
                "the game offers no such Action",
                root("<BehaviorTree ID='A'><Move/></BehaviorTree><TreeNodesModel><Action ID='Ask'/></TreeNodesModel>"));
        assertProblem(
                "Move has no such port",
                root("<BehaviorTree ID='A'><Move/></BehaviorTree><TreeNodesModel><Action ID='Move'>"
                        + "<input_port name='pace'/></Action></TreeNodesModel>"));
    }

    @Test
    void the_palette_for_groot_lists_what_the_game_offers() {
        final String model = NodesModel.of(leaves);
        assertEquals("""
                  <TreeNodesModel>
                    <Decorator ID="Cooldown">
                      <input_port name="msec" type="int">0 to 3600000</input_port>
                    </Decorator>
                    <Action ID="Act">
                      <input_port name="id" type="int">0 to 63</input_port>
                    </Action>
                    <Condition ID="Ask">
                      <input_port name="id" type="int">0 to 63</input_port>
                    </Condition>
                    <Action ID="Move">
                      <input_port name="speed" type="int" default="7">-100 to 100</input_port>
                    </Action>
                  </TreeNodesModel>
                """, model);
        parse(root("<BehaviorTree ID='A'><Move/></BehaviorTree>" + model)).orThrow();
    }

    @Test
    void a_file_is_loaded_or_says_what_is_wrong(@TempDir final Path directory) throws Exception {
        final Path file = directory.resolve("bots.xml");
        Files.writeString(file, "\uFEFF" + one("<Move speed='-4'/>"));
        assertEquals("Move speed=-4\n", TreeFile.load(file, leaves).orThrow().outline());
        Files.write(file, one("<Move name='é'/>").getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(TreeFile.load(file, leaves).problems().get(0).text().contains("not in UTF-8"));
        assertTrue(TreeFile.load(directory.resolve("no.xml"), leaves)
                .problems()
                .get(0)
                .text()
                .contains("not readable"));
        Files.write(file, new byte[4 * ElementReader.MAX_CHARS + 1]);
        assertTrue(TreeFile.load(file, leaves).problems().get(0).text().contains("split the file"));
        assertThrows(TreeException.class, () -> TreeFile.resource(TreesTest.class, "no.xml", leaves));
    }
}
