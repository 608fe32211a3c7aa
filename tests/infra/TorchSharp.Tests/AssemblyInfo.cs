using Xunit;

// The default element type, the generators and the process's memory are one for all tests.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
