package ringside.behavior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildTest {
    private final Leaves<Play> leaves = Play.leaves();

    private static void assertRefused(final String part, final Executable call) {
        final TreeException e = assertThrows(TreeException.class, call);
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    private TreeBuilder builder() {
        return new TreeBuilder(leaves);
    }

    @Test
    void a_tree_is_built_by_its_rules() {
        assertRefused("a tree without nodes", () -> builder().build());
        assertRefused(
                "Inverter is still open",
                () -> builder().open(NodeKind.INVERTER).leaf("Act", 1).build());
        assertRefused(
                "exactly 1 is possible", () -> builder().open(NodeKind.INVERTER).close());
        assertRefused("at least 1", () -> builder().open(NodeKind.SEQUENCE).close());
        assertRefused("one root", () -> builder().leaf("Act", 1).leaf("Act", 1));
        assertRefused("no node is open", () -> builder().close());
        assertRefused("leaf Nap is not offered", () -> builder().leaf("Nap"));
        assertRefused("0 port values; it has 1", () -> builder().leaf("Act"));
        assertRefused("id 64 is outside its range 0 to 63", () -> builder().leaf("Act", 64));
        assertRefused("name the game's leaf", () -> builder().open(NodeKind.ACTION));
        assertRefused(
                "success_count 2 of 1 child",
                () -> builder().open(NodeKind.PARALLEL, 2, 1).leaf("Act", 1).close());
        assertRefused(
                "failure_count 0 of 1 child",
                () -> builder().open(NodeKind.PARALLEL, 1, 0).leaf("Act", 1).close());
    }

    @Test
    void a_tree_is_bounded() {
        assertRefused("at most 32 nodes deep", () -> {
            final TreeBuilder builder = builder();
            for (int i = 0; i <= BehaviorTree.MAX_DEPTH; i++) {
                builder.open(NodeKind.INVERTER);
            }
        });
        assertRefused("at most 512 nodes", () -> {
            final TreeBuilder builder = builder().open(NodeKind.SEQUENCE);
            for (int i = 0; i <= BehaviorTree.MAX_NODES; i++) {
                builder.leaf("Act", 1);
            }
        });
        assertRefused("words of memory; 1024 are possible", () -> {
            final TreeBuilder builder = builder().open(NodeKind.SEQUENCE);
            for (int i = 0; i < BehaviorTree.MAX_NODES - 1; i++) {
                builder.leaf("Act", 1);
            }
            builder.close().build();
        });
    }

    @Test
    void leaves_are_offered_by_their_rules() {
        assertRefused("leaf Act is offered twice", () -> leaves.condition("Act", (play, tick) -> true));
        assertRefused("means something else", () -> leaves.condition("Sequence", (play, tick) -> true));
        assertRefused("means something else", () -> leaves.condition("SubTree", (play, tick) -> true));
        assertRefused("leaf 'a b'", () -> leaves.condition("a b", (play, tick) -> true));
        assertRefused("9 words; 0 to 8", () -> leaves.action("Nap", 9, (play, tick) -> Status.SUCCESS));
        assertRefused(
                "port id is declared twice", () -> leaves.condition("Nap", (play, tick) -> true, Play.ID, Play.ID));
        assertRefused("port name", () -> IntPort.of("name", 0, 1));
        assertRefused("range 1 to 0 is empty", () -> IntPort.of("x", 1, 0));
        assertRefused("default 2 is outside", () -> IntPort.of("x", 0, 1).withDefault(2));
    }

    @Test
    void equal_trees_are_equal_bytes_however_they_were_written() {
        final BehaviorTree one = builder()
                .open(NodeKind.PARALLEL, -1, -2)
                .leaf("Act", 1)
                .leaf("Act", 2)
                .close()
                .build();
        final BehaviorTree other = builder()
                .open(NodeKind.PARALLEL, 2, 1)
                .leaf("Act", 1)
                .leaf("Act", 2)
                .close()
                .build();
        assertEquals(one.digest(), other.digest());
        assertEquals("Parallel success_count=2 failure_count=1\n  Act id=1\n  Act id=2\n", one.outline());
        assertEquals(one.lengthBytes(), one.toBytes().length);
    }

    @Test
    void a_digest_does_not_depend_on_the_order_in_which_leaves_are_offered() {
        final Leaves<Play> turned = new Leaves<>();
        for (int i = leaves.all().size() - 1; i >= 0; i--) {
            final Leaf<Play> leaf = leaves.all().get(i);
            final IntPort[] ports = leaf.ports().toArray(new IntPort[0]);
            if (leaf.action() != null) {
                turned.action(leaf.name(), leaf.words(), leaf.action(), ports);
            } else {
                turned.condition(leaf.name(), leaf.condition(), ports);
            }
        }
        final BehaviorTree one = small(leaves);
        final BehaviorTree other = BehaviorTree.fromBytes(one.toBytes(), turned);
        assertEquals(one.digest(), other.digest());
        assertEquals(one.outline(), other.outline());
    }

    private static BehaviorTree small(final Leaves<?> of) {
        return new TreeBuilder(of)
                .open(NodeKind.SEQUENCE)
                .leaf("Ask", 1)
                .leaf("Act", 2)
                .leaf("Move", -3)
                .close()
                .build();
    }

    @Test
    void a_compiled_tree_is_not_read_against_leaves_that_changed() {
        final byte[] bytes = small(leaves).toBytes();
        assertRefused("leaf Ask is not offered", () -> BehaviorTree.fromBytes(bytes, new Leaves<Play>()));
        final Leaves<Play> changed = new Leaves<Play>()
                .condition("Ask", (play, tick) -> true, Play.ID)
                .action("Act", (play, tick) -> Status.SUCCESS, Play.ID)
                .action("Move", (play, tick) -> Status.SUCCESS, Play.SPEED);
        assertRefused("leaf Act had other ports or words", () -> BehaviorTree.fromBytes(bytes, changed));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 10, 20})
    void a_cut_tree_is_refused(final int length) {
        final byte[] bytes = small(leaves).toBytes();
        assertThrows(TreeException.class, () -> BehaviorTree.fromBytes(Arrays.copyOf(bytes, length), leaves));
    }

    @Test
    void a_tree_may_stand_in_a_wider_column_but_nothing_behind_it() {
        final byte[] bytes = small(leaves).toBytes();
        final byte[] column = Arrays.copyOf(bytes, 200);
        assertEquals(
                small(leaves).digest(), BehaviorTree.fromBytes(column, leaves).digest());
        column[150] = 1;
        assertRefused("is not zero", () -> BehaviorTree.fromBytes(column, leaves));
        assertRefused("no compiled tree", () -> BehaviorTree.fromBytes(new byte[200], leaves));
    }

    @Test
    void a_number_written_longer_than_need_be_is_refused() {
        final byte[] bytes =
                new TreeBuilder(leaves).leaf(NodeKind.SLEEP, 1).build().toBytes();
        // 3 header bytes, no leaves, one node, its kind, then the port: 1 folded is 2.
        assertEquals(2, bytes[6]);
        final byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        longer[1]++;
        longer[6] = (byte) 0x82;
        assertRefused("canonical", () -> BehaviorTree.fromBytes(longer, leaves));
    }
}
