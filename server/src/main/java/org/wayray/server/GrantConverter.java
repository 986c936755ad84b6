package org.wayray.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.wayray.compositor.policy.ClientPolicy;
import org.wayray.compositor.policy.Privilege;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code PROGRAM[=PRIVILEGE,...]}; {@code none} is no grant, {@code *} every program. */
final class GrantConverter implements ITypeConverter<Optional<ClientPolicy.Grant>> {
    static final String PRIVILEGES =
            "capture, clipboard, virtual-input, input-method, windows, shell, lock, outputs, sandbox";

    private static final String NOBODY = "none";
    private static final String EVERYBODY = "*";

    @Override
    public Optional<ClientPolicy.Grant> convert(String text) {
        if (text.equals(NOBODY)) {
            return Optional.empty();
        }
        int end = text.indexOf('=');
        var program = end < 0 ? text : text.substring(0, end);
        var privileges = end < 0 ? EnumSet.allOf(Privilege.class) : privileges(text.substring(end + 1));
        return Optional.of(new ClientPolicy.Grant(
                program.equals(EVERYBODY) ? Optional.empty() : Optional.of(executable(program)), privileges));
    }

    /** What the options together allow; without any, every program may do everything. */
    static ClientPolicy policy(List<Optional<ClientPolicy.Grant>> grants) {
        return grants.isEmpty()
                ? ClientPolicy.TRUSTING
                : new ClientPolicy(grants.stream().flatMap(Optional::stream).toList());
    }

    private static Set<Privilege> privileges(String list) {
        var privileges = EnumSet.noneOf(Privilege.class);
        for (var name : list.split(",", -1)) {
            privileges.add(Privilege.named(name.strip())
                    .orElseThrow(() ->
                            new TypeConversionException("'" + name + "' is no privilege; there are " + PRIVILEGES)));
        }
        return privileges;
    }

    /** Links are resolved now: what a running program is called is what they lead to. */
    private static Path executable(String program) {
        try {
            return (program.contains("/") ? Path.of(program) : onPath(program)).toRealPath();
        } catch (IOException e) {
            throw new TypeConversionException("there is no program " + program);
        }
    }

    private static Path onPath(String name) throws IOException {
        for (var folder : System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":", -1)) {
            var program = Path.of(folder, name);
            if (Files.isExecutable(program)) {
                return program;
            }
        }
        throw new IOException(name + " is not on the PATH");
    }
}
