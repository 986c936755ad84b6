package org.wayray.wayland.scanner;

import java.io.File;
import java.io.IOException;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** Generates Java from Wayland protocol files and adds it to what the project compiles. */
@Mojo(name = "generate", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven fills the parameters in before it calls
public final class GenerateMojo extends AbstractMojo {
    /** Where the protocol files are, in any depth. */
    @Parameter(defaultValue = "${project.basedir}/src/main/protocols", required = true)
    private File sourceDirectory;

    /** Where the Java goes. The directory belongs to this goal. */
    @Parameter(defaultValue = "${project.build.directory}/generated-sources/wayland", required = true)
    private File outputDirectory;

    /** The package above the packages of the protocols. */
    @Parameter(required = true)
    private String packageName;

    /** The module to declare, with all packages exported; none when absent. */
    @Parameter
    private @Nullable String moduleName;

    /** The project that gets the Java. */
    @Parameter(defaultValue = "${project}", required = true, readonly = true)
    private MavenProject project;

    /** For Maven. */
    public GenerateMojo() {}

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        try {
            int interfaces =
                    new Scanner(packageName, moduleName).generate(sourceDirectory.toPath(), outputDirectory.toPath());
            getLog().info("Generated " + interfaces + " interfaces");
        } catch (ScannerException e) {
            throw new MojoFailureException(e.getMessage(), e);
        } catch (IOException e) {
            throw new MojoExecutionException("Generating from " + sourceDirectory + " failed: " + e.getMessage(), e);
        }
        project.addCompileSourceRoot(outputDirectory.getAbsolutePath());
    }
}
