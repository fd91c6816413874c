package ringside.server;

import org.jspecify.annotations.Nullable;

/** Which jar this is. */
public final class Build {
    private Build() {}

    /** The version in the jar's manifest; {@code development} when run from classes. */
    public static String version() {
        final @Nullable String version = Build.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
