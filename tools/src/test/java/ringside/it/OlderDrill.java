package ringside.it;

import ringside.layout.LayoutBuilder;

/** An older version of {@link Drill} that a build carries beside the newest: which one says a system property; without it, another game. */
public final class OlderDrill extends Drill {
    private static final int VERSION = Integer.getInteger("drill.alsoLogicVersion", 0);

    @Override
    public String name() {
        return VERSION == 0 ? "older_drill" : super.name();
    }

    @Override
    public void layout(final LayoutBuilder layout) {
        super.layout(layout);
        if (VERSION != 0) {
            layout.logicVersion(VERSION);
        }
    }
}
