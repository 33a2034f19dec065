package org.dharmic.itests;

import static org.ops4j.pax.exam.CoreOptions.vmOption;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.doNotModifyLogConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ops4j.pax.exam.Option;

/** The archive as it is shipped, as Pax Exam is to boot it. */
final class ExamContainer {

    private ExamContainer() {}

    /** With a vault of its own, and every other folder below {@code exam.folder}. */
    static Option[] options(String vaultPid) throws IOException {
        Path folder = Path.of(System.getProperty("exam.folder"));
        Path vault = Files.createDirectories(folder.resolve("vault"));
        Files.writeString(vault.resolve("quince.md"), "# Quince tree\n\nIn 2023 the quince tree gave 41 kilos.\n");
        Path other = Files.createDirectories(folder.resolve("other-vault"));
        Files.writeString(other.resolve("pear.md"), "# Pear tree\n\nThe pear tree gave nothing.\n");
        return new Option[] {
            karafDistributionConfiguration()
                    .frameworkUrl(
                            Path.of(System.getProperty("distribution")).toUri().toString())
                    .karafVersion(System.getProperty("karaf.version"))
                    .name("Dharmic")
                    .unpackDirectory(folder.toFile())
                    .useDeployFolder(false),
            configureConsole().ignoreLocalConsole(),
            doNotModifyLogConfiguration(),
            vmOption("-Xmx256m"),
            vmOption("-XX:+UseSerialGC"),
            // What the launcher would set, from dharmic.properties and the instance's place.
            editConfigurationFilePut("etc/custom.properties", "dharmic.data", "${karaf.data}/dharmic"),
            editConfigurationFilePut("etc/custom.properties", "dharmic.base", "${karaf.base}"),
            editConfigurationFilePut("etc/custom.properties", "felix.fileinstall.poll", "250"),
            editConfigurationFilePut("etc/custom.properties", "felix.fileinstall.enableConfigSave", "false"),
            editConfigurationFilePut("etc/custom.properties", "vault.for.tests", folder.toString()),
            // The container is offline: Pax Exam's own bundles lie in a folder beside it.
            editConfigurationFilePut(
                    "etc/org.ops4j.pax.url.mvn.cfg",
                    "org.ops4j.pax.url.mvn.defaultRepositories",
                    "${karaf.home.uri}system@id=distribution,"
                            + Path.of(System.getProperty("exam.repository")).toUri() + "@id=exam"),
            editConfigurationFilePut("etc/org.apache.karaf.shell.cfg", "sshPort", String.valueOf(freePort())),
            editConfigurationFilePut("etc/" + vaultPid + ".cfg", "vault.folder", vault.toString()),
        };
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
