package ringside.behavior;

import java.util.Random;

/** Makes the same random tree twice: for the runner, and of objects. */
final class RandomTrees {
    private final Random random;
    private final TreeBuilder builder;
    private final ReferenceTree reference;
    private int left;

    RandomTrees(final Random random, final Play play, final ReferenceTree reference) {
        this.random = random;
        this.reference = reference;
        builder = new TreeBuilder(play.leaves);
        left = 2 + random.nextInt(40);
    }

    ReferenceTree.Node grow() {
        return node(0);
    }

    BehaviorTree build() {
        return builder.build();
    }

    private ReferenceTree.Node node(final int depth) {
        left--;
        final NodeKind[] kinds = NodeKind.values();
        NodeKind kind = kinds[random.nextInt(kinds.length)];
        if (depth > 8 || left <= 0 || (depth > 1 && random.nextInt(3) == 0)) {
            kind = random.nextInt(4) == 0 ? NodeKind.CONDITION : NodeKind.ACTION;
        }
        if (kind.isGames()) {
            final int id = random.nextInt(64);
            builder.leaf(kind == NodeKind.ACTION ? "Act" : "Ask", id);
            return reference.of(kind, id);
        }
        final int children = children(kind);
        final int[] values = values(kind, children);
        builder.open(kind, values);
        final ReferenceTree.Node node = reference.of(kind, values);
        for (int i = 0; i < children; i++) {
            node.children.add(node(depth + 1));
        }
        builder.close();
        return node;
    }

    private int children(final NodeKind kind) {
        return switch (kind.family()) {
            case LEAF -> 0;
            case DECORATOR -> 1;
            case CONTROL ->
                kind == NodeKind.IF_THEN_ELSE || kind == NodeKind.WHILE_DO_ELSE
                        ? 2 + random.nextInt(2)
                        : 1 + random.nextInt(4);
        };
    }

    private int[] values(final NodeKind kind, final int children) {
        return switch (kind) {
            case PARALLEL -> new int[] {count(children), count(children)};
            case REPEAT, RETRY_UNTIL_SUCCESSFUL -> new int[] {random.nextInt(5) - 1};
            case DELAY, TIMEOUT, COOLDOWN, SLEEP -> new int[] {random.nextInt(8) * 99};
            default -> new int[0];
        };
    }

    private int count(final int children) {
        final int count = 1 + random.nextInt(children);
        return random.nextBoolean() ? count : -count;
    }
}
