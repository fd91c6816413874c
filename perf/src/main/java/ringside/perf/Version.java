package ringside.perf;

import picocli.CommandLine;
import ringside.server.Build;

/** What {@code --version} prints. */
final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "ringside-perf " + Build.version(),
            "JVM " + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version")
        };
    }
}
