using System.Net;
using Sluice.Fetch.Http;

namespace Sluice.Fetch.Tests.Http;

public sealed class AddressingTests
{
    [Theory]
    [InlineData("8.8.8.8", AddressClass.Public)]
    [InlineData("172.15.255.255", AddressClass.Public)]
    [InlineData("172.32.0.0", AddressClass.Public)]
    [InlineData("100.63.255.255", AddressClass.Public)]
    [InlineData("100.128.0.0", AddressClass.Public)]
    [InlineData("2600::1", AddressClass.Public)]
    [InlineData("2001:4860:4860::8888", AddressClass.Public)]
    [InlineData("10.0.0.1", AddressClass.Private)]
    [InlineData("172.16.0.0", AddressClass.Private)]
    [InlineData("172.31.255.255", AddressClass.Private)]
    [InlineData("192.168.1.1", AddressClass.Private)]
    [InlineData("100.64.0.1", AddressClass.Private)]
    [InlineData("100.127.255.255", AddressClass.Private)]
    [InlineData("fc00::1", AddressClass.Private)]
    [InlineData("fdff::1", AddressClass.Private)]
    [InlineData("fec0::1", AddressClass.Private)]
    [InlineData("169.254.169.254", AddressClass.LinkLocal)]
    [InlineData("fe80::1", AddressClass.LinkLocal)]
    [InlineData("febf::1", AddressClass.LinkLocal)]
    [InlineData("127.0.0.1", AddressClass.Loopback)]
    [InlineData("127.255.255.255", AddressClass.Loopback)]
    [InlineData("::1", AddressClass.Loopback)]
    [InlineData("0.0.0.0", AddressClass.Unusable)]
    [InlineData("0.1.2.3", AddressClass.Unusable)]
    [InlineData("224.0.0.1", AddressClass.Unusable)]
    [InlineData("255.255.255.255", AddressClass.Unusable)]
    [InlineData("::", AddressClass.Unusable)]
    [InlineData("ff02::1", AddressClass.Unusable)]
    [InlineData("2001:0:1::1", AddressClass.Unusable)]
    [InlineData("::ffff:127.0.0.1", AddressClass.Loopback)]
    [InlineData("::ffff:10.0.0.1", AddressClass.Private)]
    [InlineData("::ffff:8.8.8.8", AddressClass.Public)]
    [InlineData("::127.0.0.1", AddressClass.Loopback)]
    [InlineData("64:ff9b::169.254.169.254", AddressClass.LinkLocal)]
    [InlineData("64:ff9b:1::1", AddressClass.Private)]
    [InlineData("2002:7f00:1::", AddressClass.Loopback)]
    internal void Every_block_is_where_it_belongs(string address, AddressClass expected) =>
        Assert.Equal(expected, Addressing.Where(IPAddress.Parse(address)));

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST.", true)]
    [InlineData("a.localhost", true)]
    [InlineData("127.1.2.3", true)]
    [InlineData("[::1]", true)]
    [InlineData("localhost.example.com", false)]
    [InlineData("10.0.0.1", false)]
    public void This_machine_is_known_by_its_names(string host, bool expected) => Assert.Equal(expected, Addressing.NamesThisMachine(host));
}
