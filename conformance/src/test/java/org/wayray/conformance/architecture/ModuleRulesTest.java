package org.wayray.conformance.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rules of ARCHITECTURE.md that module descriptors cannot express, or that hold between packages of one module. */
class ModuleRulesTest {
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.wayray");

    @Test
    void wireCodecAndProtocolDependOnNothingOfOurs() {
        for (var foundation : new String[] {"org.wayray.wayland.wire", "org.wayray.codec", "org.wayray.protocol"}) {
            classes()
                    .that()
                    .resideInAPackage(foundation + "..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideOutsideOfPackage("org.wayray..")
                    .orShould()
                    .onlyDependOnClassesThat(com.tngtech.archunit.base.DescribedPredicate.describe(
                            "are outside WayRay or in " + foundation,
                            type -> !type.getPackageName().startsWith("org.wayray")
                                    || type.getPackageName().startsWith(foundation)))
                    .check(CODE);
        }
    }

    @Test
    void theModelKnowsNeitherWireNorLink() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.wayray.compositor.scene..",
                        "org.wayray.compositor.seat..",
                        "org.wayray.compositor.output..",
                        "org.wayray.compositor.wm..",
                        "org.wayray.compositor.render..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.wayray.wayland..", "org.wayray.link..", "org.wayray.protocol..")
                .check(CODE);
    }

    @Test
    void onlyPosixLinksForeignFunctions() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.wayray.posix..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.foreign.Linker")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.foreign.SymbolLookup")
                .check(CODE);
    }

    @Test
    void onlyTransportKnowsNetty() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.wayray.transport..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(CODE);
    }

    @Test
    void onlyTheClipboardKnowsArchives() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.wayray.clipboard..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.commons.compress..")
                .check(CODE);
    }

    @Test
    void onlyTheVideoCodecKnowsFfmpeg() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.wayray.codec.video..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco..")
                .check(CODE);
    }

    @Test
    void onlyTheViewerKnowsSdl() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.wayray.viewer..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.lwjgl..")
                .check(CODE);
    }

    @Test
    void onlyProgramsReadTheEnvironmentAndSystemProperties() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.wayray.cli..",
                        "org.wayray.server..",
                        "org.wayray.viewer..",
                        "org.wayray.demo..",
                        "org.wayray.testkit..",
                        "org.wayray.conformance..",
                        "org.wayray.benchmarks..",
                        // chooses the platform by operating system
                        "org.wayray.posix..",
                        // likewise, for native files
                        "org.wayray.codec.video..",
                        // a build tool
                        "org.wayray.wayland.scanner..")
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "getProperty", String.class)
                .orShould()
                .callMethod(System.class, "getProperty", String.class, String.class)
                .check(CODE);
    }

    @Test
    void logicReadsNoClock() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.wayray.compositor..",
                        "org.wayray.wayland.server..",
                        "org.wayray.wayland.wire..",
                        "org.wayray.codec..")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(CODE);
    }
}
