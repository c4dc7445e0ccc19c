using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Machine;

namespace Sluice.Doctor.Tests.Probes.Machine;

public sealed class MachineProbeTests
{
    [Fact]
    public void Proc_is_read_as_it_is()
    {
        using var host = new TestHost();
        host.WriteSystem("/proc/meminfo", "MemTotal:       2048 kB\nMemFree: 1 kB\nMemAvailable:    512 kB\n")
            .WriteSystem("/proc/loadavg", "0.50 1.25 2.00 1/100 4242\n")
            .WriteSystem("/proc/net/tcp", "  sl  local_address rem_address   st\n   0: 0100007F:1F90 00000000:0000 0A 0\n   1: 0100007F:1F91 0100007F:1F90 06 0\n")
            .WriteSystem("/proc/net/tcp6", "  sl  local_address rem_address   st\n   0: 0:1F90 0:0 06 0\n")
            .WriteSystem("/proc/sys/net/ipv4/ip_local_port_range", "32768\t60999\n")
            .WriteSystem("/proc/sys/fs/file-nr", "1234\t0\t99999\n")
            .WriteSystem("/proc/self/limits", "Limit                     Soft Limit           Hard Limit           Units\nMax open files            1024                 4096                 files\n")
            .WriteSystem("/etc/os-release", "NAME=x\nPRETTY_NAME=\"Debian GNU/Linux 12\"\n");

        var machine = MachineProbe.Collect(host.Build(), null);

        Assert.Equal(("Debian GNU/Linux 12", 2048L * 1024, 512L * 1024), (machine.OperatingSystem, machine.MemoryTotalBytes, machine.MemoryAvailableBytes));
        Assert.Equal([0.5, 1.25, 2.0], machine.Load);
        Assert.Equal([new SocketCount("LISTEN", 1), new SocketCount("TIME_WAIT", 2)], machine.Sockets);
        Assert.Equal((28_232, 1024L, 1234L), (machine.EphemeralPorts, machine.OpenFilesLimit, machine.OpenFiles));
        Assert.NotEmpty(machine.Disks);
    }

    [Fact]
    public async Task Clocks_are_compared_by_plain_and_encrypted_answers_and_cached_ones_do_not_count()
    {
        await using var late = LoopbackServer.StartHttp(_ => LoopbackServer.Response(301, "", "Location: https://a.example/\r\nDate: Sat, 01 Jun 2024 12:00:00 GMT\r\n"));
        await using var cached = LoopbackServer.StartHttp(_ => LoopbackServer.Response(200, "", "Date: Sat, 01 Jun 2024 12:00:00 GMT\r\nAge: 5\r\n"));
        using var host = new TestHost();

        var clock = await new ClockProbe(new Net(host).Http).CollectAsync(
            [new Uri($"http://127.0.0.1:{late.Port}/"), new Uri($"http://127.0.0.1:{cached.Port}/")], [], TestContext.Current.CancellationToken);

        var sample = Assert.Single(clock.Samples);
        Assert.Equal((new DateTimeOffset(2024, 6, 1, 12, 0, 0, TimeSpan.Zero), false), (sample.ServerTime, sample.IsEncrypted));
        Assert.True(sample.OffsetSeconds > 86_400);
    }
}
