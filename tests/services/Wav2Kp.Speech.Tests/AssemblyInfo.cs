// tensors are counted over the whole process, and libtorch's threads are shared by it
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]
