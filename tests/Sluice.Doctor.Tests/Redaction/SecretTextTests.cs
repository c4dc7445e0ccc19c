using Sluice.Doctor.Redaction;

namespace Sluice.Doctor.Tests.Redaction;

public sealed class SecretTextTests
{
    [Theory]
    [InlineData("https://user:pa55@h.example/x,direct", "https://***@h.example/x,direct")]
    [InlineData("fatal: 'https://oauth2:tok@h.example/x.git/' not found", "fatal: 'https://***@h.example/x.git/' not found")]
    [InlineData("url.https://tok@h.example/.insteadof", "url.https://***@h.example/.insteadof")]
    [InlineData("ssh://git@h.example/x", "ssh://git@h.example/x")]
    [InlineData("ssh://git:pw@h.example/x", "ssh://***@h.example/x")]
    [InlineData("Authorization: Basic c2VjcmV0", "Authorization: Basic ***")]
    [InlineData("AUTHORIZATION: bearer abc.def", "AUTHORIZATION: bearer ***")]
    [InlineData("Set-Cookie: session=abc; Path=/", "Set-Cookie: ***; Path=/")]
    [InlineData("https://s.example/o?X-Goog-Signature=ab12&X-Goog-Date=2024&token=t", "https://s.example/o?X-Goog-Signature=***&X-Goog-Date=2024&token=***")]
    [InlineData("//registry.example/:_authToken=npm_abc", "//registry.example/:_authToken=***")]
    [InlineData("password = hunter2 rest", "password = *** rest")]
    [InlineData("remote: ghp_abcdefghijklmnopqrstuvwxyz0123456789 refused", "remote: *** refused")]
    [InlineData("glpat-abcdefghijklmnopqrst", "***")]
    [InlineData("nothing to hide: https://proxy.golang.org,direct", "nothing to hide: https://proxy.golang.org,direct")]
    [InlineData("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8", "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8")]
    [InlineData("example.com/m@v1.0.0", "example.com/m@v1.0.0")]
    [InlineData("h1:w5fcysjrx7yqtD/aO+QwRjYZOKnaM9Uh2b40tElTs3Y=", "h1:w5fcysjrx7yqtD/aO+QwRjYZOKnaM9Uh2b40tElTs3Y=")]
    public void Secrets_go_and_the_rest_stays(string text, string masked)
    {
        Assert.Equal(masked, SecretText.Mask(text));
        Assert.Equal(masked, SecretText.Mask(masked));
    }
}
