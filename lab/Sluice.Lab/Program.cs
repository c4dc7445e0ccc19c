using Sluice.Lab;
using Sluice.Lab.Commands;
using Sluice.Lab.Serving;

try
{
    switch (args)
    {
        case ["serve", var folder]:
            await WebProcess.RunAsync(folder, CancellationToken.None);
            return 0;
        case ["shell", .. var rest]:
            return await ShellCommand.RunAsync(LabArguments.Parse(rest));
        case ["run", .. var rest]:
            return await RunCommand.RunAsync(LabArguments.Parse(rest));
        case ["--help" or "-h" or "help", ..]:
            Console.WriteLine(LabArguments.Usage);
            return 0;
        default:
            return await RunCommand.RunAsync(LabArguments.Parse(args));
    }
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("lab: ended; everything is taken down");
    return ExitCodes.Failed;
}
catch (LabException exception)
{
    Console.Error.WriteLine("lab: " + exception.Message);
    return ExitCodes.Usage;
}
