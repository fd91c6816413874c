package ringside.testkit;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassReader;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.MethodVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.Opcodes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Finds {@code synchronized} blocks, which ArchUnit's own model does not hold, in the byte code. */
final class NotEnterMonitors extends ArchCondition<JavaClass> {
    NotEnterMonitors() {
        super("not enter monitors");
    }

    @Override
    public void check(final JavaClass type, final ConditionEvents events) {
        try (InputStream bytes = type.getSource().orElseThrow().getUri().toURL().openStream()) {
            new ClassReader(bytes).accept(new Finder(type, events), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        } catch (final IOException e) {
            throw new UncheckedIOException(type.getName(), e);
        }
    }

    private static final class Finder extends ClassVisitor {
        private final JavaClass type;
        private final ConditionEvents events;

        Finder(final JavaClass type, final ConditionEvents events) {
            super(Opcodes.ASM9);
            this.type = type;
            this.events = events;
        }

        @Override
        public MethodVisitor visitMethod(
                final int access,
                final String name,
                final String descriptor,
                final String signature,
                final String[] thrown) {
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitInsn(final int opcode) {
                    if (opcode == Opcodes.MONITORENTER) {
                        events.add(SimpleConditionEvent.violated(
                                type, "Method <" + type.getName() + "." + name + "> has a synchronized block"));
                    }
                }
            };
        }
    }
}
