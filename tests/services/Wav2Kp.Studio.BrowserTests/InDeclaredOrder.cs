using Xunit.Sdk;
using Xunit.v3;

namespace Wav2Kp.Studio.BrowserTests;

/// <summary>Tests as they stand in the file: a first visit comes first.</summary>
internal sealed class InDeclaredOrder : ITestCaseOrderer
{
    public IReadOnlyCollection<TTestCase> OrderTestCases<TTestCase>(IReadOnlyCollection<TTestCase> testCases)
        where TTestCase : notnull, ITestCase =>
        [.. testCases.OrderBy(test => (test as IXunitTestCase)?.TestMethod.Method.MetadataToken)];
}
