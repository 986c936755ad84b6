package org.wayray.wayland.scanner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns a directory of protocol files into a source directory: one class per interface, a {@code package-info} per
 * protocol, and on request a {@code module-info} that exports them all.
 *
 * <p>The output directory belongs to the scanner: files in it that this run did not write are removed. A file whose
 * content is the same is left alone, so that nothing is compiled again for it.
 */
public final class Scanner {
    private final String basePackage;
    private final @Nullable String moduleName;

    /**
     * A scanner.
     *
     * @param basePackage the package above the packages of the protocols
     * @param moduleName the module to declare, null for none
     */
    public Scanner(String basePackage, @Nullable String moduleName) {
        this.basePackage = basePackage;
        this.moduleName = moduleName;
    }

    /**
     * Reads all {@code .xml} files below {@code source} and writes Java below {@code target}.
     *
     * @return how many interfaces were written
     * @throws ScannerException when a file is no valid protocol, or two files define the same interface
     * @throws IOException when a file cannot be read or written
     */
    public int generate(Path source, Path target) throws ScannerException, IOException {
        List<Path> files;
        try (var found = Files.walk(source)) {
            files = found.filter(file -> file.toString().endsWith(".xml"))
                    .sorted()
                    .toList();
        }
        var protocols = new TreeMap<Path, Protocol>();
        for (var file : files) {
            protocols.put(file, ProtocolParser.parse(file));
        }
        var sources = sources(source, protocols);
        write(sources, target);
        return packages(protocols).size();
    }

    private Map<Path, String> sources(Path source, Map<Path, Protocol> protocols) throws ScannerException {
        var packages = packages(protocols);
        var sources = new TreeMap<Path, String>();
        var descriptions = new TreeMap<String, List<Protocol>>();
        for (var file : protocols.entrySet()) {
            var protocol = file.getValue();
            var packageName = basePackage + "." + Names.packageOf(protocol.name());
            var directory = Path.of(packageName.replace('.', '/'));
            var origin = source.relativize(file.getKey()).toString().replace('\\', '/');
            descriptions.computeIfAbsent(packageName, name -> new ArrayList<>()).add(protocol);
            for (var wireInterface : protocol.interfaces()) {
                sources.put(
                        directory.resolve(Names.classOf(wireInterface.name()) + ".java"),
                        new JavaGenerator(packageName, wireInterface, packages).generate(origin));
            }
        }
        descriptions.forEach((packageName, contents) -> sources.put(
                Path.of(packageName.replace('.', '/')).resolve("package-info.java"),
                packageInfo(packageName, contents)));
        if (moduleName != null) {
            sources.put(Path.of("module-info.java"), moduleInfo(moduleName, descriptions.keySet()));
        }
        return sources;
    }

    /** The package of every interface by its name on the wire. */
    private Map<String, String> packages(Map<Path, Protocol> protocols) throws ScannerException {
        var packages = new HashMap<String, String>();
        for (var file : protocols.entrySet()) {
            var packageName =
                    basePackage + "." + Names.packageOf(file.getValue().name());
            for (var wireInterface : file.getValue().interfaces()) {
                if (packages.put(wireInterface.name(), packageName) != null) {
                    throw new ScannerException(
                            file.getKey() + ": " + wireInterface.name() + " is defined in another file too");
                }
            }
        }
        return packages;
    }

    private static String packageInfo(String packageName, List<Protocol> protocols) {
        var javadoc = Javadoc.of(protocols.getFirst().description());
        var names = protocols.stream()
                .map(protocol -> "{@code " + protocol.name() + "}")
                .collect(Collectors.joining(" and "));
        return javadoc.paragraph("Generated from the protocol " + names + ".").render("") + "@NullMarked\npackage "
                + packageName + ";\n\nimport org.jspecify.annotations.NullMarked;\n";
    }

    private static String moduleInfo(String moduleName, Iterable<String> packageNames) {
        var exports = new StringBuilder();
        packageNames.forEach(name -> exports.append("    exports ").append(name).append(";\n"));
        return """
                /** Wayland protocols as Java types, one package per protocol, generated from their XML. */
                module %s {
                    requires transitive org.wayray.wayland.wire;
                    requires static org.jspecify;

                %s}
                """.formatted(moduleName, exports);
    }

    private static void write(Map<Path, String> sources, Path target) throws IOException {
        Files.createDirectories(target);
        List<Path> present;
        try (var found = Files.walk(target)) {
            present = found.filter(Files::isRegularFile).toList();
        }
        for (var file : present) {
            if (!sources.containsKey(target.relativize(file))) {
                Files.delete(file);
            }
        }
        for (var source : sources.entrySet()) {
            var file = target.resolve(source.getKey());
            var bytes = source.getValue().getBytes(StandardCharsets.UTF_8);
            if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), bytes)) {
                Files.createDirectories(file.getParent());
                Files.write(file, bytes);
            }
        }
    }
}
